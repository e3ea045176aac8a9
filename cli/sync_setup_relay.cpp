#include "sync_setup_relay.hpp"

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/values.hpp"
#include "output.hpp"
#include "relay/setup.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

relay::SetupOptions setup_options(Session const& session, RelaySetupFlags const& flags) {
    auto const& sync = session.config().sync;
    auto const patience = config::parse_duration(flags.wait, "s");
    if (!patience) {
        throw Error(ExitCode::bad_input,
                    fmt::format("--wait {}: not a duration", printable(flags.wait)),
                    "A number with a unit: 30s, 10min, 1h");
    }
    return {.slot = sync.slot,
            .publication = sync.publication,
            .plugin = sync.plugin,
            .tables = sync.tables,
            .history = configured_history(session),
            .adds_tables = sync.new_tables == "join",
            .gives_identity = flags.fix,
            .gives_full_identity = flags.full_identity,
            .patience = *patience};
}

void print_step(relay::SetupStep const& step) {
    print(fmt::format("{} {}\n", step.done, printable(step.what)));
}

void print_plan(relay::SetupPlan const& plan) {
    for (auto const& step : plan.steps) {
        print(fmt::format("-- {} {}{}\n", step.to_do, printable(step.what),
                          step.kind == relay::SetupStep::Kind::in_history ? " (in the history's "
                                                                            "database)"
                                                                          : ""));
        for (auto const& statement : step.statements) {
            auto const text = trim(statement.text());
            print(fmt::format("{}{}\n", text, text.ends_with(';') ? "" : ";"));
        }
    }
}

/// What is wanted and cannot be published as it is.
void print_left_out(relay::SetupPlan const& plan) {
    if (plan.left_out.empty()) {
        return;
    }
    print(
        fmt::format("not published, for nothing tells which row an UPDATE or DELETE is about, so "
                    "the server would refuse it: {}\n",
                    count_of(plan.left_out.size(), "table")));
    for (auto const& statement : relay::give_identity(plan.identity.without)) {
        print(fmt::format("  {};\n", statement.text()));
    }
    print("lockstep sync setup --fix does that, and publishes them\n");
}

void refuse_missing(relay::SetupPlan const& plan) {
    if (!plan.missing.empty()) {
        throw Error(ExitCode::server_refused, "the source cannot be relayed as it is",
                    "Wanted, from somebody who may:\n" + relay::listed(plan.missing));
    }
}

}  // namespace

ExitCode set_up_relay(Session& session, RelaySetupFlags const& flags) {
    auto const options = setup_options(session, flags);
    relay::check_slot_name(options.slot);
    auto source = source_connection(session, flags.database);
    auto history = history_connection(session, flags.database);
    auto const facts = relay::read_setup_facts(source, history, options);
    auto const plan = relay::plan_setup(facts, options);
    for (auto const& warning : plan.warnings) {
        note(session.globals(), "warning: " + warning);
    }
    if (flags.dry_run) {
        print_plan(plan);
    }
    refuse_missing(plan);
    if (!flags.dry_run) {
        relay::run_setup(plan, facts, options, source, history,
                         [&] { return source_connection(session, flags.database); },
                         {.done = print_step, .waiting = [&](std::string const& who) {
                              note(session.globals(), "the slot waits for " + who);
                          }});
    }
    if (plan.steps.empty()) {
        print("all that the relay needs is there\n");
    }
    print_left_out(plan);
    return plan.left_out.empty() ? ExitCode::done : ExitCode::found;
}

}  // namespace lockstep::cli
