#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include "output.hpp"
#include "sync_care.hpp"
#include "sync_database.hpp"
#include "sync_status_report.hpp"

namespace lockstep::cli {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct StatusFlags {
    std::string database;
    LoadFlags load;
    std::string format = "text";
    std::string watch;
};

/// A slot that holds less than this is no concern yet: its rate is not waited for.
constexpr std::int64_t worth_a_second_look = 16 * 1'048'576;

void pause(std::chrono::milliseconds duration) {
    constexpr auto step = 50ms;
    for (auto const end = Clock::now() + duration; Clock::now() < end;) {
        pg::check_interrupt();
        std::this_thread::sleep_for(step);
    }
    pg::check_interrupt();
}

class Watch {
public:
    Watch(Session& session, StatusFlags const& flags)
        : flags_(flags),
          options_(configured_relay(session)),
          source_(source_connection(session, flags.database)),
          history_(history_connection(session, flags.database)) {
        relay::refuse_old_source(source_.server_version());
    }

    /// True where nothing is wrong.
    bool look() {
        auto const facts = relay::read_status(source_, history_, options_, before_);
        remember(facts);
        auto const findings = relay::findings_of(facts, options_);
        print(flags_.format == "json"
                  ? status_json(facts, options_, findings, !flags_.watch.empty())
                  : status_text(facts, options_, findings));
        return !relay::has_wrong(findings);
    }

    /// So that the first report knows a rate, too.
    void look_ahead() {
        auto const slot = relay::read_slot(source_, options_.slot);
        if (slot && slot->retained >= worth_a_second_look) {
            before_ = relay::look_at(*slot, Clock::now().time_since_epoch());
            pause(1s);
        }
    }

private:
    void remember(relay::StatusFacts const& facts) {
        if (facts.setup.slot) {
            before_ = relay::look_at(*facts.setup.slot, Clock::now().time_since_epoch());
        }
    }

    StatusFlags const& flags_;
    relay::SetupOptions options_;
    pg::Connection source_;
    pg::Connection history_;
    std::optional<relay::WalLook> before_;
};

ExitCode show_status(Globals const& globals, StatusFlags const& flags) {
    Session session(globals, flags.load);
    auto const interval = flags.watch.empty() ? std::optional<std::chrono::milliseconds>()
                                              : duration_of("--watch", flags.watch);
    Watch watch(session, flags);
    watch.look_ahead();
    bool is_well = watch.look();
    while (interval) {
        pause(*interval);
        print(flags.format == "json" ? "" : "\n");
        is_well = watch.look();
    }
    return is_well ? ExitCode::done : ExitCode::found;
}

}  // namespace

Run configure_sync_status(CLI::App& app) {
    auto const flags = std::make_shared<StatusFlags>();
    one_of(app.add_option("--format", flags->format, "How it is printed")->capture_default_str(),
           {"text", "json"});
    app.add_option("--watch", flags->watch,
                   "Looks again and again, so often; JSON then has a line for each look")
        ->type_name("DURATION");
    add_database_option(app, flags->database);
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return show_status(globals, *flags); };
}

}  // namespace lockstep::cli
