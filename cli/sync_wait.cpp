#include "sync_wait.hpp"

#include <CLI/CLI.hpp>
#include <thread>

#include <fmt/core.h>

#include "base/error.hpp"
#include "output.hpp"
#include "pg/interrupt.hpp"
#include "relay/history_lag.hpp"

namespace lockstep::cli {

void add_wait_option(CLI::App& app, int& seconds) {
    app.add_option("--wait", seconds,
                   "How many seconds it waits for the history to be up to date; 0: takes it as it "
                   "is")
        ->check(CLI::Range(0, 86'400))
        ->type_name("SECONDS")
        ->capture_default_str();
}

void await_history(Session& session, pg::Connection& history, pg::Connection& source,
                   relay::Lsn lsn, int seconds, std::string_view what) {
    if (seconds == 0) {
        return;
    }
    auto const& sync = session.config().sync;
    auto const reached = relay::wait_for_history(
        history, source,
        {.slot = sync.slot, .publication = sync.publication, .plugin = sync.plugin}, lsn,
        std::chrono::seconds(seconds), [&](std::uint64_t bytes) {
            session.progress().say(fmt::format("waiting for the history: {} bytes", bytes));
            pg::check_interrupt();
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        });
    session.progress().clear();
    if (reached == relay::Reached::no) {
        throw Error(ExitCode::conflict, fmt::format("the history is behind the source: {}", what),
                    "Is `lockstep sync serve` running? `lockstep sync serve --once` brings it up "
                    "to date; --wait 0 takes the history as it is.");
    }
    if (reached == relay::Reached::unknown) {
        note(session.globals(), "there is no slot: whether the history is up to date is not known");
    }
}

}  // namespace lockstep::cli
