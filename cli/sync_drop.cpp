#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "relay/drop.hpp"
#include "sync_care.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

struct DropFlags {
    std::string database;
    LoadFlags load;
    bool history = false;
    bool yes = false;
    bool force = false;
};

void refuse_while_read(relay::DropFacts const& facts, bool force) {
    if (!facts.reader.empty() && !force) {
        throw Error(ExitCode::conflict, "a relay is at work: " + facts.reader,
                    "Stop it first; or cut it off: lockstep sync drop --force");
    }
}

std::string listed(std::vector<relay::SetupStep> const& steps) {
    std::string lines;
    for (auto const& step : steps) {
        lines += fmt::format("  {}\n", printable(step.what));
    }
    return lines;
}

void ask_first(relay::DropFacts const& facts, std::vector<relay::SetupStep> const& steps,
               DropFlags const& flags) {
    auto const& state = facts.setup.history.state;
    auto const lost =
        flags.history && state
            ? fmt::format("The record of {} goes with the history.\n",
                          count_of(static_cast<std::size_t>(state->position), "change"))
            : std::string();
    auto const question = fmt::format("To be dropped:\n{}{}", listed(steps), lost);
    if (!flags.yes && !ask(question + "Drop all of it?", false)) {
        throw Error(ExitCode::refused, "nothing was dropped",
                    question + "To do it unasked: lockstep sync drop --yes");
    }
}

ExitCode drop(Globals const& globals, DropFlags const& flags) {
    Session session(globals, flags.load);
    auto const options = configured_relay(session);
    auto source = source_connection(session, flags.database);
    auto history = history_connection(session, flags.database);
    relay::take_setup_turn(source);
    auto const facts = relay::read_drop_facts(source, history, options);
    auto const steps = relay::plan_drop(facts, options, flags.history);
    if (steps.empty()) {
        print("nothing of the relay is there\n");
        return ExitCode::done;
    }
    refuse_while_read(facts, flags.force);
    ask_first(facts, steps, flags);
    relay::run_drop(steps, options, flags.force, source, history, [](relay::SetupStep const& step) {
        print(fmt::format("{} {}\n", step.done, printable(step.what)));
    });
    return ExitCode::done;
}

}  // namespace

Run configure_sync_drop(CLI::App& app) {
    auto const flags = std::make_shared<DropFlags>();
    app.add_flag("--history", flags->history, "And the history with all that it holds");
    app.add_flag("--yes", flags->yes, "Asks nothing");
    app.add_flag("--force", flags->force, "Cuts off a relay that is at work");
    add_database_option(app, flags->database);
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return drop(globals, *flags); };
}

}  // namespace lockstep::cli
