#include "sync_setup_relay.hpp"

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "relay/server_state.hpp"
#include "relay/setup.hpp"
#include "sync_care.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

relay::SetupOptions setup_options(Session const& session, RelaySetupFlags const& flags) {
    using Wish = relay::SetupOptions::JournalWish;
    auto options = configured_relay(session);
    options.gives_identity = flags.fix;
    options.gives_full_identity = flags.full_identity;
    options.journal = flags.journal ? Wish::on : flags.no_journal ? Wish::off : Wish::as_it_is;
    options.patience = duration_of("--wait", flags.wait);
    return options;
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

/// Tables of which nothing tells which row an UPDATE or DELETE is about: those that are not
/// published because of that, and those that are.
void print_without_identity(relay::SetupPlan const& plan) {
    for (auto const& it : plan.left_out) {
        print(
            fmt::format("not published: {}. It has no replica identity, so the server would "
                        "refuse its UPDATE and DELETE\n",
                        printable(it.shown())));
    }
    for (auto const& it : plan.refused) {
        print(
            fmt::format("published without a replica identity: {}. The server refuses its UPDATE "
                        "and DELETE\n",
                        printable(it.shown())));
    }
    for (auto const& statement : relay::give_identity(plan.identity.without)) {
        print(fmt::format("  {};\n", printable(statement.text())));
    }
    if (!plan.identity.without.empty()) {
        print("lockstep sync setup --fix does that, and publishes them\n");
    }
}

void tell_of_old_values(Globals const& globals, relay::SetupPlan const& plan) {
    if (!plan.identity.key_only.empty()) {
        note(globals,
             fmt::format("of a changed or deleted row the WAL tells old values of the key alone in "
                         "{}; of all columns with --full-identity",
                         count_of(plan.identity.key_only.size(), "table")));
    }
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
    auto source = source_connection(session, flags.database);
    relay::refuse_old_source(source.server_version());
    auto history = history_connection(session, flags.database);
    if (!flags.dry_run) {
        relay::take_setup_turn(source);
    }
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
    print_without_identity(plan);
    tell_of_old_values(session.globals(), plan);
    return plan.left_out.empty() && plan.refused.empty() ? ExitCode::done : ExitCode::found;
}

}  // namespace lockstep::cli
