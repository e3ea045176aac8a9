#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/core.h>

#include "accept.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "changed_by.hpp"
#include "drift.hpp"
#include "notices.hpp"
#include "output.hpp"
#include "pg/connection.hpp"
#include "rename_hints.hpp"
#include "source/definitions.hpp"
#include "source/schema_cache.hpp"
#include "version.hpp"

namespace lockstep::cli {

namespace {

constexpr int per_major = 10'000;

struct CheckFlags {
    std::string database;
    std::vector<std::string> against;
    LoadFlags load;
    ReportFlags report;
    bool if_configured = false;
    std::string accept;
    std::string expires;
    bool notify = false;
};

/// Why there is nothing to check, in one line; empty when there is.
std::string not_configured(Session const& session, CheckFlags const& flags) {
    if (flags.database.empty()) {
        auto const choice = session.database({});
        if (!choice.configured) {
            return choice.missing.empty() ? "no database is named" : choice.missing.front();
        }
    }
    if (session.definitions(flags.against).empty()) {
        return "no definitions are named";
    }
    return {};
}

/// The part of the policy on which it depends whether two schemas are in step.
std::string policy_key(Session const& session, DefinitionSource const& definition) {
    std::string key = fmt::format("{}\n{}\n", tool_version, join(definition.kinds, ","));
    for (auto const& rule : session.policy().severities) {
        if (rule.severity == policy::Severity::ignore) {
            key += fmt::format("ignore {} {}\n", rule.rule, rule.name);
        }
    }
    for (auto const& rename : session.config().sync_rules.renames) {
        key += fmt::format("rename {} {} {}\n", rename.kind, rename.from, rename.to);
    }
    return key;
}

/// One source of definitions, on its way through a check.
struct Side {
    DefinitionSource definition;
    std::unique_ptr<source::Source> source;
    std::optional<std::string> fingerprint;
};

bool is_known_in_step(Session const& session, Side& side,
                      std::optional<std::string> const& database) {
    if (!database) {
        return false;
    }
    side.fingerprint = side.source->known_fingerprint(session.load_options());
    return side.fingerprint && source::known_in_step(*side.fingerprint, *database,
                                                     policy_key(session, side.definition));
}

/// Of kinds that this source of definitions is not asked about it says nothing.
void restrict_kinds(schema::Schema& schema, std::vector<std::string> const& patterns) {
    if (patterns.empty()) {
        return;
    }
    std::erase_if(schema.known_kinds, [&](schema::Kind const* kind) {
        return std::none_of(patterns.begin(), patterns.end(), [&](std::string const& pattern) {
            return matches_glob(pattern, kind->name);
        });
    });
}

std::string names_of(std::vector<Side> const& sides) {
    std::vector<std::string> names;
    for (auto const& side : sides) {
        names.push_back(side.source->name());
    }
    return join(names, ", ");
}

/// The options that name what was checked, for commands that check the same again.
std::string target_options(CheckFlags const& flags) {
    std::string options;
    if (!flags.database.empty()) {
        options += " --db " + shell_quoted(pg::display_url(flags.database));
    }
    for (auto const& against : flags.against) {
        options += " --against " + shell_quoted(against);
    }
    return options;
}

/// What makes the definitions say what the database says.
report::NextStep follow_the_database(Session const& session, CheckFlags const& flags,
                                     std::string const& database, std::vector<Side> const& sides) {
    // Without --db the same environment and config name the database again.
    bool const is_configured = flags.database.empty();
    auto const& first = sides.front().definition.source;
    auto const inspect = is_configured ? std::string("lockstep inspect")
                                       : "lockstep inspect " + shell_quoted(database);
    bool const is_code = std::any_of(sides.begin(), sides.end(), [](Side const& side) {
        return !side.source->language().empty();
    });
    if (is_code && !session.config().code_generation.targets.empty()) {
        return {
            "Where the database is right, bring the generated code up to date",
            is_configured ? "lockstep update" : "lockstep update --db " + shell_quoted(database)};
    }
    if (is_code) {
        return {
            "Where the database is right, change the lines named above, or let them be generated",
            "lockstep generate --list"};
    }
    if (sides.size() == 1 && source::looks_like_snapshot(first)) {
        return {"Where the database is right, take its schema as the new snapshot",
                fmt::format("{} -o {}", inspect, shell_quoted(first))};
    }
    return {"Where the database is right, copy its definitions from here",
            inspect + " --format sql"};
}

std::vector<report::NextStep> next_steps(Session const& session, CheckFlags const& flags,
                                         std::string const& database,
                                         std::vector<Side> const& sides) {
    constexpr int a_month = 30;
    auto const again = "lockstep check" + target_options(flags);
    return {follow_the_database(session, flags, database, sides),
            {"Where the definitions are right, change the database, and look again", again},
            {"To live with these findings for a while",
             fmt::format("{} --accept REASON --expires {}", again, today_text(a_month))}};
}

/// Also where there is nothing to accept.
bool all_accepted(report::Report const& report) {
    return std::all_of(report.findings.begin(), report.findings.end(),
                       [](policy::Finding const& finding) { return !finding.accepted.empty(); });
}

/// The config speaks of runs in CI, which all services tell by this variable.
bool wants_notices(Session const& session, CheckFlags const& flags) {
    auto const& ci_cd = session.config().ci_cd;
    auto const ci = session.environment().find("CI");
    bool const in_ci = ci != session.environment().end() && !ci->second.empty() &&
                       ci->second != "false" && ci->second != "0";
    return flags.notify || (in_ci && ci_cd.enabled && ci_cd.notify_on_drift);
}

class Check {
public:
    Check(Session& session, CheckFlags const& flags)
        : session_(session), flags_(flags), database_(session.open_database(flags.database)) {
        if (!database_->language().empty()) {
            throw Error(
                ExitCode::bad_input,
                fmt::format("{} says what a database should be, and is none", database_->name()),
                "Name it with --against, and the database with --db.");
        }
        for (auto& definition : session.definitions(flags.against)) {
            auto source = session.open(definition.source);
            sides_.push_back({std::move(definition), std::move(source), std::nullopt});
        }
    }

    ExitCode run() {
        drift_.report.from = names_of(sides_);
        drift_.report.to = database_->name();
        drift_.report.fail_on = session_.fail_on(flags_.report.fail_on);
        drift_.report.time = now_text();
        drift_.report.tool_version = tool_version;
        if (!all_known_in_step()) {
            compare();
        }
        if (!flags_.accept.empty()) {
            return accept(session_, drift_.report, flags_.accept, flags_.expires);
        }
        if (wants_notices(session_, flags_)) {
            tell_of_drift(session_, drift_.report);
        }
        if (!all_accepted(drift_.report)) {
            drift_.report.next_steps = next_steps(session_, flags_, database_->name(), sides_);
        }
        return deliver(session_, drift_.report, flags_.report);
    }

private:
    /// Nothing has changed since the last look, which found nothing: no schema is loaded.
    bool all_known_in_step() {
        if (!session_.load_options().use_cache) {
            return false;
        }
        auto const fingerprint = database_->known_fingerprint(session_.load_options());
        // SQL files are asked for as a server of this version makes them, as when they are loaded.
        session_.prefer_server_major(database_->server_version() / per_major);
        return std::all_of(sides_.begin(), sides_.end(), [&](Side& side) {
            return is_known_in_step(session_, side, fingerprint);
        });
    }

    void compare() {
        auto const& database = drift_.keep(database_->load(session_.load_options()));
        session_.prefer_server_major(database.server_version / per_major);
        for (auto& side : sides_) {
            if (auto translated = side.source->translated(database, session_.load_options())) {
                compare_translated(side, std::move(*translated));
                continue;
            }
            auto& definitions = drift_.keep(side.source->load(session_.load_options()));
            restrict_kinds(definitions, side.definition.kinds);
            drift_.compare(session_, definitions, database, rename_hints(side.source->directives()),
                           side.definition.severity);
        }
        // The definitions first: that is where a finding's place is looked for.
        tell_who_changed(*database_, session_.load_options(), drift_.report.findings);
        std::rotate(drift_.report.schemas.begin(), drift_.report.schemas.begin() + 1,
                    drift_.report.schemas.end());
        remember();
    }

    /// In the terms of the definitions.
    void compare_translated(Side const& side, source::Translated translated) {
        for (auto const& problem : translated.problems) {
            drift_.report.warnings.push_back(to_string(problem.place) + ": " + problem.message);
        }
        for (auto& pair : translated.pairs) {
            auto& definitions = drift_.keep(std::move(pair.own));
            auto const& database = drift_.keep(std::move(pair.other));
            restrict_kinds(definitions, side.definition.kinds);
            drift_.compare(session_, definitions, database, {}, side.definition.severity);
        }
    }

    void remember() {
        auto const& report = drift_.report;
        bool const clean = report.findings.empty() && report.untracked.empty() &&
                           report.warnings.empty() && report.ambiguous.empty();
        if (!clean || !session_.load_options().use_cache) {
            return;
        }
        // Of what was read, not of what the server has by now.
        auto const database = database_->is_server()
                                  ? database_->loaded_fingerprint()
                                  : database_->known_fingerprint(session_.load_options());
        for (auto const& side : sides_) {
            auto const own = side.source->known_fingerprint(session_.load_options());
            if (database && own) {
                source::remember_in_step(*own, *database, policy_key(session_, side.definition));
            }
        }
    }

    Session& session_;
    CheckFlags const& flags_;
    std::unique_ptr<source::Source> database_;
    std::vector<Side> sides_;
    Drift drift_;
};

ExitCode check(Globals const& globals, CheckFlags const& flags) {
    Session session(globals, flags.load, flags.if_configured);
    if (auto const why = not_configured(session, flags); !why.empty()) {
        if (flags.if_configured) {
            note(globals, fmt::format("nothing checked: {}", why));
            return ExitCode::done;
        }
        throw Error(ExitCode::bad_input, why,
                    "Name both: lockstep check --db URL --against SOURCE; or write a config: "
                    "lockstep init");
    }
    bool const names_both = !flags.database.empty() && !flags.against.empty();
    if (!names_both) {
        session.leave_out_what_config_says();
    }
    return Check(session, flags).run();
}

}  // namespace

Run configure_check(CLI::App& app) {
    auto const flags = std::make_shared<CheckFlags>();
    add_database_option(app, flags->database);
    app.add_option("--against", flags->against,
                   "What the database must agree with, instead of the config's definitions; may be "
                   "repeated")
        ->type_name("SOURCE")
        ->allow_extra_args(false);
    add_report_options(app, flags->report);
    app.add_flag("--notify", flags->notify,
                 "Tell of the drift as the config's notifications say, once for each drift; in CI "
                 "(where CI is set) ci_cd.notify_on_drift does the same");
    add_load_options(app, flags->load);
    app.add_flag("--if-configured", flags->if_configured,
                 "Where no database is configured, say so in one line and succeed: for hooks");
    auto* const accept =
        app.add_option("--accept", flags->accept,
                       "Write today's findings into the config as accepted, for this reason")
            ->type_name("REASON");
    app.add_option("--expires", flags->expires, "When that ends, as 2026-12-31")
        ->type_name("DATE")
        ->needs(accept);
    return [flags](Globals const& globals) { return check(globals, *flags); };
}

}  // namespace lockstep::cli
