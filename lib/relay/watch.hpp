#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "pg/connection.hpp"
#include "relay/relay_status.hpp"
#include "relay/setup.hpp"
#include "relay/wal_budget.hpp"

namespace lockstep::relay {

/// Looks at the slot from outside the stream, on a connection and a thread of its own: how much log
/// it holds, and whether what is written at one end comes out at the other.
class Watch {
public:
    struct Options {
        std::string source;  // a URL
        std::string slot;
        std::string publication;
        bool is_wal2json = false;  // of which tables it tells is said when the stream begins
        /// How often; an idle source gets a logical message each time.
        std::chrono::milliseconds interval{10'000};
        /// What is to be published: tables that are made later join then.
        std::optional<SetupOptions> wanted{};
    };

    Watch(Options options, RelayStatus& status);
    ~Watch();
    Watch(Watch const&) = delete;
    Watch& operator=(Watch const&) = delete;

private:
    void run();
    void look();
    void beat(StatusReport const& report);
    void look_at_slot();
    void look_at_publication();
    std::string publication_now();
    void warn(SlotReport const& slot, WalBudget const& budget);
    void publish_what_is_new(StatusReport const& report);

    Options options_;
    RelayStatus& status_;
    std::optional<pg::Connection> source_;
    std::optional<WalLook> last_look_;
    std::optional<std::chrono::steady_clock::time_point> waiting_since_;  // for a heartbeat
    std::uint64_t heartbeats_ = 0;  // that had come back when it was sent
    std::string last_warning_;
    std::string publication_;  // as it was last; empty: not looked at yet
    std::chrono::steady_clock::time_point next_publishing_{};
    std::set<std::string> told_;  // why tables are left out
    std::mutex mutex_;
    std::condition_variable is_over_changed_;
    bool is_over_ = false;
    std::thread thread_;
};

}  // namespace lockstep::relay
