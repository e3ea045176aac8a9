#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "drift.hpp"
#include "output.hpp"
#include "plan/create.hpp"
#include "plan_output.hpp"
#include "recorded_versions.hpp"
#include "sides.hpp"
#include "version.hpp"
#include "version_report.hpp"

namespace lockstep::cli {

namespace {

struct VersionFlags {
    std::string action;
    std::vector<std::string> arguments;
    std::string format;  // empty: the action's first
    std::string since;
    std::string who;
    std::string database;
    std::vector<std::string> allowed;
    OnlineFlags variant;
    ProofFlags proof;
    LoadFlags load;

    std::string argument(std::size_t at, std::string const& otherwise) const {
        return at < arguments.size() ? arguments[at] : otherwise;
    }
};

ExitCode list(Session& session, VersionFlags const& flags) {
    auto const versions = versions_of(session).list();
    if (versions.empty()) {
        note(session.globals(), "No version is recorded yet: lockstep version record");
    }
    print(flags.format == "json" ? versions_as_json(versions)
                                 : versions_as_text(versions, stdout_style(),
                                                    static_cast<std::size_t>(stdout_look().width)));
    return ExitCode::done;
}

/// The versions up to that one, and since then, the newest first.
std::vector<VersionChanges> changes_since(store::Versions const& versions,
                                          store::Version const& last, std::string const& since) {
    auto const all = versions.list();
    std::vector<VersionChanges> made;
    for (auto number = last.number; number > 0; --number) {
        // Times of one form compare as texts, and a day comes before its hours.
        if (all.at(number - 1).date >= since) {
            made.push_back(changes_of(versions, all, number));
        }
    }
    return made;
}

ExitCode show_since(Session& session, VersionFlags const& flags) {
    if (!store::is_day(flags.since) && !store::is_utc_time(flags.since)) {
        throw Error(ExitCode::bad_input,
                    fmt::format("--since {}: that is no date", printable(flags.since)),
                    "Write 2026-11-21 or 2026-11-21T03:00:00Z (UTC).");
    }
    auto const versions = versions_of(session);
    auto const last = versions.find(flags.argument(0, "LATEST"));
    auto const made = changes_since(versions, last, flags.since);
    if (made.empty()) {
        note(session.globals(),
             fmt::format("No version up to {} was recorded since {}.", last.number, flags.since));
    }
    print(flags.format == "json" ? changes_as_json(made) : changes_as_text(made, stdout_style()));
    return ExitCode::done;
}

std::string as_text(store::Versions const& versions, store::Version const& version) {
    auto const made = changes_of(versions, versions.list(), version.number);
    return changes_as_text({made}, stdout_style()) + fmt::format("\nIt holds {}.\nFingerprint {}\n",
                                                                 summary_of(versions.read(version)),
                                                                 version.fingerprint);
}

std::string as_sql(store::Versions const& versions, store::Version const& version) {
    return plan::to_script(
        plan::create_all(versions.read(version)),
        fmt::format("Version {}, written by lockstep {}", version.number, tool_version));
}

ExitCode show(Session& session, VersionFlags const& flags) {
    if (!flags.since.empty() && flags.format == sql_format) {
        throw Error(ExitCode::bad_input, "what has changed since a date is not printed as SQL",
                    "Leave --since out for the SQL of one version.");
    }
    if (!flags.since.empty()) {
        return show_since(session, flags);
    }
    auto const versions = versions_of(session);
    auto const version = versions.find(flags.argument(0, "LATEST"));
    print(flags.format == "json"       ? versions.text(version)
          : flags.format == sql_format ? as_sql(versions, version)
                                       : as_text(versions, version));
    return ExitCode::done;
}

ExitCode diff_versions(Session& session, VersionFlags const& flags) {
    Drift drift;
    auto const sides = load_sides(session, "version:" + flags.arguments[0],
                                  "version:" + flags.arguments[1], drift, false);
    ReportFlags report;
    report.format = flags.format;
    return report_difference(session, sides, drift, report);
}

ExitCode tag(Session& session, VersionFlags const& flags) {
    auto const version = versions_of(session).tag(flags.arguments[0], flags.arguments[1]);
    print(fmt::format("Version {} is {} now.\n", version.number, version.tag));
    return ExitCode::done;
}

/// The config tells of renames from old to new; this way leads back.
void add_renames_backwards(Session const& session, Sides& sides) {
    for (auto const& hint : session.diff_options().renames) {
        sides.renames.push_back({.kind = hint.kind, .from = hint.to, .to = hint.from});
    }
}

ExitCode roll_back(Session& session, VersionFlags const& flags) {
    auto const goal = "version:" + flags.arguments[0];
    session.open(goal);  // whether it is there is known sooner than what the database holds
    if (flags.database.empty()) {
        session.leave_out_what_config_says();
    }
    Drift drift;
    auto sides = load_sides(session, session.database_source(flags.database), goal, drift, true);
    add_renames_backwards(session, sides);
    auto const made =
        make_proved_plan(session, sides,
                         {.allowed = flags.allowed,
                          .online = flags.variant.is_online(session, sides.from_is_server),
                          .proof = flags.proof});
    deliver_plan(session, made, {});
    return made.plan.plan.empty() ? ExitCode::done : ExitCode::found;
}

ExitCode record(Session& session, VersionFlags const& flags) {
    auto const name = flags.argument(0, flags.database);
    if (name.empty()) {
        session.leave_out_what_config_says();
    }
    auto options = session.load_options();
    options.dependencies = true;  // so that SQL can be made of it later
    auto const schema = session.open_database(name)->load(options);
    session.progress().clear();
    for (auto const& warning : schema.warnings) {
        note(session.globals(), "warning: " + warning);
    }
    auto const [version, is_new] = record_version(session, schema, flags.who);
    if (!is_new) {
        print(fmt::format("Nothing has changed since version {}.\n", version.number));
    } else if (version.number == 1) {
        print("Version 1 is recorded.\n");
    } else {
        print(fmt::format("Version {} is recorded: {} since version {}.\n", version.number,
                          count_of(version.changes, "change"), version.number - 1));
    }
    return ExitCode::done;
}

/// One row of the table of what can be done with versions.
struct Action {
    std::string_view name;
    std::string_view arguments;  // for help: "A B", "[V]"
    std::size_t least;
    std::size_t most;
    std::string formats;  // with blanks between; the first holds where none is named
    ExitCode (*run)(Session&, VersionFlags const&);
};

std::string report_formats() {
    std::vector<std::string> names;
    for (auto const& renderer : report::renderers()) {
        names.emplace_back(renderer.name);
    }
    return join(names, " ");
}

std::vector<Action> const& actions() {
    static std::vector<Action> const table{
        {"list", "", 0, 0, "text json", list},
        {"show", "[V]", 0, 1, "text json sql", show},
        {"diff", "V V", 2, 2, report_formats(), diff_versions},
        {"tag", "V NAME", 2, 2, "text", tag},
        {"rollback", "V", 1, 1, "sql", roll_back},
        {"record", "[SOURCE]", 0, 1, "text", record},
    };
    return table;
}

std::vector<std::string> action_names() {
    std::vector<std::string> names;
    for (auto const& action : actions()) {
        names.emplace_back(action.name);
    }
    return names;
}

std::vector<std::string> all_formats() {
    std::vector<std::string> all;
    for (auto const& action : actions()) {
        for (auto& format : split(action.formats, ' ')) {
            if (std::find(all.begin(), all.end(), format) == all.end()) {
                all.push_back(std::move(format));
            }
        }
    }
    return all;
}

std::string about_arguments() {
    std::vector<std::string> forms;
    for (auto const& action : actions()) {
        if (!action.arguments.empty()) {
            forms.push_back(fmt::format("{} {}", action.name, action.arguments));
        }
    }
    return join(forms, "; ") + ". V is a version's number, its tag, or LATEST";
}

void check_arguments(Action const& action, VersionFlags const& flags) {
    auto const count = flags.arguments.size();
    if (count < action.least || count > action.most) {
        throw Error(
            ExitCode::bad_input,
            fmt::format("lockstep version {}: {} given", action.name, count_of(count, "argument")),
            action.arguments.empty()
                ? fmt::format("Write: lockstep version {}", action.name)
                : fmt::format("Write: lockstep version {} {}", action.name, action.arguments));
    }
    if (!flags.since.empty() && action.run != show) {
        throw Error(ExitCode::bad_input,
                    fmt::format("--since goes with show, not with {}", action.name));
    }
}

void settle_format(Action const& action, VersionFlags& flags) {
    auto const formats = split(action.formats, ' ');
    if (flags.format.empty()) {
        flags.format = formats.front();
    } else if (std::find(formats.begin(), formats.end(), flags.format) == formats.end()) {
        throw Error(ExitCode::bad_input,
                    fmt::format("lockstep version {} does not print {}", action.name, flags.format),
                    "Use --format " + join(formats, ", ") + ".");
    }
}

ExitCode run_action(Globals const& globals, VersionFlags flags) {
    auto const action = std::find_if(actions().begin(), actions().end(),
                                     [&](Action const& row) { return row.name == flags.action; });
    check_arguments(*action, flags);
    settle_format(*action, flags);
    Session session(globals, flags.load);
    return action->run(session, flags);
}

}  // namespace

Run configure_version(CLI::App& app) {
    auto const flags = std::make_shared<VersionFlags>();
    one_of(app.add_option("ACTION", flags->action, "What to do")->required(), action_names());
    app.add_option("ARGUMENT", flags->arguments, about_arguments())->type_name("TEXT");
    one_of(app.add_option("--format", flags->format,
                          "How it is printed: a list as text or json; a version as text, json (its "
                          "snapshot) or sql; a difference as any report")
               ->envname("LOCKSTEP_VERSION_FORMAT"),
           all_formats());
    app.add_option("--since", flags->since,
                   "Show what each version has changed since then, in UTC: 2026-11-21 or "
                   "2026-11-21T03:00:00Z")
        ->type_name("DATE");
    app.add_option("--who", flags->who,
                   "Whom a new version names; else git's author, or the login name")
        ->type_name("NAME");
    add_database_option(app, flags->database);
    add_online_options(app, flags->variant);
    add_allow_option(app, flags->allowed);
    add_proof_options(app, flags->proof);
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return run_action(globals, *flags); };
}

}  // namespace lockstep::cli
