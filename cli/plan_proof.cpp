#include "plan_proof.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <future>

#include <fmt/core.h>

#include "apply/measure.hpp"
#include "apply/rehearse.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "pg/scratch_server.hpp"
#include "plan/touched.hpp"
#include "plan_output.hpp"
#include "version.hpp"

namespace lockstep::cli {

namespace {

constexpr int per_major = 10'000;

/// What is known of a plan and of the plan back, as a plan file says it.
struct Proof {
    std::string plan;  // "proved on PostgreSQL 15", "not proved: --no-verify was given"
    std::string revert;
    std::vector<std::vector<plan::Hazard>> measured{};  // by statement
};

Proof unproved(std::string const& why) {
    return {.plan = "not proved: " + why, .revert = "not proved: " + why};
}

apply::RehearsalSettings settings_of(Session& session, Sides const& sides,
                                     diff::DiffOptions const& options, PlanWishes const& wishes) {
    auto const version =
        sides.from->server_version != 0 ? sides.from->server_version : sides.to->server_version;
    auto const& load = session.load_options();
    return {.scratch = load.scratch,
            .server_major = version / per_major,
            .diff = options,
            .rows = {.most = wishes.proof.sample_rows, .live_url = sides.from_url},
            .online = wishes.online,
            .progress = load.progress};
}

[[noreturn]] void refuse(apply::Unproved const& why, std::string const& server) {
    throw Error(ExitCode::refused,
                fmt::format("the plan cannot be proved{}: {}", server, apply::describe(why)),
                why.on_rows ? "Nothing was printed or run. Mend the rows, or what the plan asks of "
                              "them; --unproved goes on without a proof."
                            : "Nothing was printed or run. Please report this; --unproved goes on "
                              "without a proof.");
}

void note_rows(Session& session, apply::Filling const& filling) {
    constexpr std::size_t most = 10;
    auto const count = filling.notes.size();
    for (std::size_t i = 0; i < count && i < most; ++i) {
        note(session.globals(), "Not on rows: " + printable(filling.notes[i]));
    }
    if (count > most) {
        note(session.globals(), fmt::format("Not on rows: {} more tables", count - most));
    }
}

/// Where the majors differ, so may what the servers print.
std::string other_server(apply::Rehearsal const& rehearsal, int wanted_major) {
    auto const major = rehearsal.server_version / per_major;
    return wanted_major == 0 || major == wanted_major
               ? std::string{}
               : fmt::format(" on PostgreSQL {} (the schema is of {}, whose programs are not here)",
                             major, wanted_major);
}

std::string said(std::optional<apply::Unproved> const& why, apply::Rehearsal const& rehearsal) {
    if (!why) {
        auto const rows = rehearsal.rows.rows;
        return fmt::format("proved on PostgreSQL {}{}", rehearsal.server_version / per_major,
                           rows == 0 ? "" : fmt::format(", with {} rows", rows));
    }
    auto const text = apply::describe(*why);
    return "not proved: " + text.substr(0, text.find('\n'));
}

Proof prove(Session& session, apply::RehearsalSettings const& settings, Sides const& sides,
            plan::Plan const& plan, plan::Plan const& revert, ProofFlags const& flags) {
    if (flags.no_verify) {
        return unproved("--no-verify was given");
    }
    if (settings.scratch.url.empty() && pg::find_installations(settings.scratch.binaries).empty()) {
        note(session.globals(),
             "The plan is not proved: there are no PostgreSQL server programs here for a scratch "
             "server (see lockstep doctor).");
        return unproved("there is no scratch server");
    }
    auto rehearsal = apply::rehearse(plan, revert, *sides.from, *sides.to, settings);
    session.progress().clear();
    note_rows(session, rehearsal.rows);
    auto const other = other_server(rehearsal, settings.server_major);
    if (rehearsal.plan && !flags.unproved) {
        refuse(*rehearsal.plan, other);
    }
    if (!other.empty()) {
        note(session.globals(), fmt::format("The plan was rehearsed{}.", other));
    }
    return {.plan = said(rehearsal.plan, rehearsal),
            .revert = said(rehearsal.revert, rehearsal),
            .measured = std::move(rehearsal.measured)};
}

/// Whoever applies the plan must leave out the same.
std::vector<std::string> const& patterns_of(Session const& session) {
    for (auto const& pattern : session.left_out()) {
        if (!plan::fits_in_a_line(pattern)) {
            throw Error(
                ExitCode::bad_input,
                fmt::format("--ignore {}: a plan cannot hold this pattern", printable(pattern)),
                "Write ? for control characters and for blanks at an end.");
        }
    }
    return session.left_out();
}

void add_measured(plan::Plan& plan, std::vector<std::vector<plan::Hazard>> const& measured) {
    std::size_t next = 0;
    for (auto& step : plan.steps) {
        for (auto& statement : step.statements) {
            if (next < measured.size()) {
                apply::add_measured(statement, measured[next++]);
            }
        }
    }
}

}  // namespace

void add_proof_options(CLI::App& app, ProofFlags& flags) {
    auto* const no_verify = app.add_flag("--no-verify", flags.no_verify,
                                         "Do not rehearse the plan in a scratch database");
    app.add_option("--sample-rows", flags.sample_rows,
                   "Rehearse on so many rows of each table: on those of FROM where it is a live "
                   "database, else on made-up ones")
        ->type_name("COUNT")
        ->check(CLI::Range(1, 10'000))
        ->excludes(no_verify);
    app.add_flag("--unproved", flags.unproved, "Go on with a plan that cannot be proved");
}

void add_allow_option(CLI::App& app, std::vector<std::string>& allowed) {
    one_of(app.add_option("--allow", allowed,
                          "A hazard that the plan may hold; data-loss is refused otherwise")
               ->allow_extra_args(false),
           hazard_names());
}

ProvedPlan make_proved_plan(Session& session, Sides const& sides, PlanWishes const& wishes) {
    plan::PlanOptions options{.diff = session.diff_options(), .online = wishes.online};
    auto& renames = options.diff.renames;
    renames.insert(renames.end(), sides.renames.begin(), sides.renames.end());
    // Beside all else: they are a good part of the work where schemas are large.
    bool const owners = plan::knows_owners(*sides.from) && plan::knows_owners(*sides.to);
    auto const start_fingerprint = [&](schema::Schema const& schema) {
        return std::async(std::launch::async, plan::plan_fingerprint, std::cref(schema), owners);
    };
    auto from_fingerprint = start_fingerprint(*sides.from);
    auto to_fingerprint = start_fingerprint(*sides.to);
    ProvedPlan made;
    made.plan.plan = plan::make_plan(*sides.from, *sides.to, options);
    refuse_what_is_not_allowed(made.plan.plan, wishes.allowed);
    auto const settings = settings_of(session, sides, options.diff, wishes);
    if (wishes.revert || !wishes.proof.no_verify) {
        options.diff = plan::backwards(std::move(options.diff));
        made.revert.plan = plan::make_plan(*sides.to, *sides.from, options);
    }
    Proof proof{.plan = "proved: there is nothing to do",
                .revert = "proved: there is nothing to do"};
    if (!made.plan.plan.empty()) {
        proof = prove(session, settings, sides, made.plan.plan, made.revert.plan, wishes.proof);
        add_measured(made.plan.plan, proof.measured);
    }
    made.plan.tool = made.revert.tool = tool_version;
    made.plan.with_owners = made.revert.with_owners = owners;
    made.plan.online = made.revert.online = wishes.online;
    made.plan.ignore = made.revert.ignore = patterns_of(session);
    made.plan.from = {sides.from_name, from_fingerprint.get()};
    made.plan.to = {sides.to_name, to_fingerprint.get()};
    made.plan.proof = std::move(proof.plan);
    made.revert.from = made.plan.to;
    made.revert.to = made.plan.from;
    made.revert.proof = std::move(proof.revert);
    return made;
}

void deliver_plan(Session& session, ProvedPlan const& made, std::string const& revert) {
    session.progress().clear();
    if (!revert.empty() && revert != "-") {
        write_file(revert, plan::to_text(made.revert));
    }
    print(plan::to_text(revert == "-" ? made.revert : made.plan));
}

}  // namespace lockstep::cli
