#include <CLI/CLI.hpp>
#include <atomic>
#include <memory>
#include <optional>
#include <thread>

#include <malloc.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "relay/count_waiting.hpp"
#include "relay/http_server.hpp"
#include "relay/relay.hpp"
#include "relay/service_manager.hpp"
#include "relay/watch.hpp"
#include "sync_care.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

struct ServeFlags {
    std::string database;
    LoadFlags load;
    std::string listen;
    std::string poll;
    std::string log_format = "text";
    bool once = false;
    bool dry_run = false;
};

/// Nothing: by a replication connection.
std::optional<std::chrono::milliseconds> poll_interval(config::Sync const& sync,
                                                       std::string const& flag) {
    constexpr std::chrono::milliseconds least{10};
    auto const interval = flag.empty() ? sync.poll : duration_of("--poll", flag);
    if (interval.count() == 0) {
        return std::nullopt;
    }
    if (interval < least) {
        throw Error(ExitCode::bad_input,
                    fmt::format("polling every {} ms is too often", interval.count()),
                    "At least 10ms: `--poll 1s`, or `sync.poll`");
    }
    if (sync.streaming) {
        throw Error(ExitCode::bad_input,
                    "a slot that is polled gives whole transactions: `sync.streaming` cannot be",
                    "Leave one of them out: `sync.streaming`, or `sync.poll` and --poll");
    }
    return interval;
}

relay::RelayOptions relay_options(Session& session, ServeFlags const& flags) {
    auto const& sync = session.config().sync;
    relay::RelayOptions options{.source = {.url = relay_source(session, flags.database),
                                           .slot = sync.slot,
                                           .publication = sync.publication,
                                           .plugin = sync.plugin,
                                           .streams_early = sync.streaming,
                                           .poll = poll_interval(sync, flags.poll)},
                                .history = history_database(session, flags.database),
                                .names = configured_history(session),
                                .once = flags.once};
    if (auto const timeout = session.load_options().statement_timeout_ms; timeout > 0) {
        options.most_silence = std::chrono::milliseconds(timeout);
        options.source.most_silence = options.most_silence;
    }
    options.goes_on_after_dead_letters = sync.dead_letters == "continue";
    return options;
}

void tell(relay::Waiting const& waiting) {
    print(fmt::format("{} in {} wait, from {} to {}; read in {} ms\n",
                      count_of(waiting.changes, "change"),
                      count_of(waiting.transactions, "transaction"), relay::to_string(waiting.from),
                      relay::to_string(waiting.to), waiting.took.count()));
}

relay::HttpAnswer answer_to(std::string_view path, relay::StatusReport const& report) {
    constexpr unsigned ok = 200;
    constexpr unsigned unavailable = 503;
    if (path == "/health") {
        return {is_healthy(report) ? ok : unavailable, relay::health_json(report)};
    }
    if (path == "/ready") {
        return {is_ready(report) ? ok : unavailable, relay::health_json(report)};
    }
    if (path == "/metrics") {
        return {ok, relay::metrics_text(report), "text/plain; version=0.0.4"};
    }
    return {404, "{\"error\":\"there are /health, /ready and /metrics\"}\n"};
}

/// Tells systemd how it goes, as long as it is there; does nothing where systemd does not ask.
class ServiceReporter {
public:
    explicit ServiceReporter(relay::RelayStatus const& status) : status_(status) {
        if (relay::has_service_manager()) {
            thread_ = std::thread([this] { run(); });
        }
    }
    ~ServiceReporter() {
        is_over_ = true;
        if (thread_.joinable()) {
            thread_.join();
            relay::tell_service_manager("STOPPING=1");
        }
    }
    ServiceReporter(ServiceReporter const&) = delete;
    ServiceReporter& operator=(ServiceReporter const&) = delete;

private:
    void run() {
        constexpr std::chrono::milliseconds pause{100};
        auto const watchdog = relay::watchdog_interval();
        auto last = std::chrono::steady_clock::now();
        std::string told;
        while (!is_over_) {
            auto const report = status_.report();
            auto const phase = fmt::format("STATUS={}", name_of(report.phase));
            // A standby has started, too: it does what it is there for.
            bool const is_up =
                report.phase == relay::Phase::streaming || report.phase == relay::Phase::standby;
            if (phase != std::exchange(told, phase)) {
                relay::tell_service_manager(is_up ? "READY=1\n" + phase : phase);
            }
            auto const now = std::chrono::steady_clock::now();
            if (watchdog && now - last >= *watchdog && !report.is_stalled) {
                relay::tell_service_manager("WATCHDOG=1");
                last = now;
            }
            std::this_thread::sleep_for(pause);
        }
    }

    relay::RelayStatus const& status_;
    std::atomic<bool> is_over_{false};
    std::thread thread_;
};

/// What runs beside the relay, for those who look at it from outside.
class Surroundings {
public:
    Surroundings(relay::RelayOptions const& options, relay::SetupOptions const& wanted,
                 config::Sync const& config, std::string const& listen, relay::RelayStatus& status)
        : watch_({.source = options.source.url,
                  .slot = options.source.slot,
                  .publication = options.source.publication,
                  .is_wal2json = options.source.plugin == "wal2json",
                  .interval = config.heartbeat,
                  .wanted = wanted},
                 status),
          reporter_(status) {
        auto const& address = listen.empty() ? config.listen : listen;
        if (address == "none") {
            return;
        }
        auto const place = relay::listen_address(address);
        server_.emplace(
            place, [&status](std::string_view path) { return answer_to(path, status.report()); });
        log().info("listening on {}:{}", place.host, server_->port());
    }

private:
    relay::Watch watch_;
    ServiceReporter reporter_;
    std::optional<relay::HttpServer> server_;
};

ExitCode serve_once(Globals const& globals, relay::RelayOptions const& options) {
    relay::RelayStatus status;
    relay::Relay(options, status).run();
    auto const report = status.report();
    note(globals, fmt::format("the history ends at {}:{}, {}", report.epoch, report.position,
                              relay::to_string(report.durable)));
    return report.breaks == 0 ? ExitCode::done : ExitCode::found;
}

/// Batches are buffers of megabytes. glibc keeps such where several have been freed, and what is
/// kept comes to pieces: memory would grow with each backlog. They go back to the system at once
/// instead (mallopt(3)).
void keep_no_large_buffers() {
#ifdef __GLIBC__
    constexpr int megabyte = 1 << 20;
    ::mallopt(M_MMAP_THRESHOLD, megabyte);
#endif
}

ExitCode serve(Globals const& globals, ServeFlags const& flags) {
    keep_no_large_buffers();
    Session session(globals, flags.load);
    auto const options = relay_options(session, flags);
    if (flags.dry_run) {
        tell(relay::count_waiting(options.source));
        return ExitCode::done;
    }
    if (flags.once) {
        return serve_once(globals, options);
    }
    relay::RelayStatus status;
    Surroundings const surroundings(options, configured_relay(session), session.config().sync,
                                    flags.listen, status);
    relay::Relay(options, status).run();
    return ExitCode::done;
}

}  // namespace

Run configure_sync_serve(CLI::App& app) {
    auto const flags = std::make_shared<ServeFlags>();
    auto* const once = app.add_flag(
        "--once", flags->once,
        "Ends when all that was committed before it began is in the history: for cron");
    app.add_flag("--dry-run", flags->dry_run,
                 "Counts what waits for the relay; nothing is written or confirmed");
    app.add_option("--poll", flags->poll,
                   "Asks the slot so often by SQL, instead of by a replication connection, which "
                   "some providers forbid")
        ->type_name("DURATION");
    app.add_option(
           "--listen", flags->listen,
           "Address and port of /health, /ready and /metrics, instead of the config's; none")
        ->type_name("ADDRESS:PORT")
        ->excludes(once);
    one_of(app.add_option("--log-format", flags->log_format,
                          "The log on stderr: lines for people, or a JSON object a line")
               ->capture_default_str(),
           {"text", "json"});
    add_database_option(app, flags->database);
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) {
        set_log_format(flags->log_format == "json" ? LogFormat::json : LogFormat::text);
        return serve(globals, *flags);
    };
}

}  // namespace lockstep::cli
