#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "relay/count_waiting.hpp"
#include "relay/relay.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

struct ServeFlags {
    std::string database;
    LoadFlags load;
    bool once = false;
    bool dry_run = false;
};

relay::RelayOptions relay_options(Session& session, ServeFlags const& flags) {
    auto const& sync = session.config().sync;
    return {.source = {.url = relay_source(session, flags.database),
                       .slot = sync.slot,
                       .publication = sync.publication,
                       .plugin = sync.plugin},
            .history = history_database(session, flags.database),
            .names = configured_history(session),
            .once = flags.once};
}

void tell(relay::Waiting const& waiting) {
    print(fmt::format("{} in {} wait, from {} to {}; read in {} ms\n",
                      count_of(waiting.changes, "change"),
                      count_of(waiting.transactions, "transaction"), relay::to_string(waiting.from),
                      relay::to_string(waiting.to), waiting.took.count()));
}

ExitCode serve(Globals const& globals, ServeFlags const& flags) {
    Session session(globals, flags.load);
    auto const options = relay_options(session, flags);
    if (flags.dry_run) {
        tell(relay::count_waiting(options.source));
        return ExitCode::done;
    }
    relay::RelayStatus status;
    relay::Relay(options, status).run();
    auto const report = status.report();
    if (flags.once) {
        note(globals, fmt::format("the history ends at {}:{}, {}", report.epoch, report.position,
                                  relay::to_string(report.durable)));
    }
    return report.breaks == 0 ? ExitCode::done : ExitCode::found;
}

}  // namespace

Run configure_sync_serve(CLI::App& app) {
    auto const flags = std::make_shared<ServeFlags>();
    app.add_flag("--once", flags->once,
                 "Ends when all that was committed before it began is in the history: for cron");
    app.add_flag("--dry-run", flags->dry_run,
                 "Counts what waits for the relay; nothing is written or confirmed");
    add_database_option(app, flags->database);
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return serve(globals, *flags); };
}

}  // namespace lockstep::cli
