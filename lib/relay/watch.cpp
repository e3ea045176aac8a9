#include "relay/watch.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "relay/new_tables.hpp"
#include "relay/slot.hpp"
#include "relay/status.hpp"
#include "relay/wal2json_tables.hpp"

namespace lockstep::relay {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// A heartbeat that has not come back after so many intervals, and at least so long, is late.
constexpr int late_after = 3;
constexpr auto late_at_least = 30s;
/// So much time left is worth a warning.
constexpr auto little_time = std::chrono::hours(1);

}  // namespace

Watch::Watch(Options options, RelayStatus& status)
    : options_(std::move(options)), status_(status), thread_([this] { run(); }) {}

Watch::~Watch() {
    {
        std::lock_guard const lock(mutex_);
        is_over_ = true;
    }
    is_over_changed_.notify_all();
    thread_.join();
}

void Watch::run() {
    std::unique_lock lock(mutex_);
    while (!is_over_changed_.wait_for(lock, options_.interval, [&] { return is_over_; })) {
        lock.unlock();
        std::string trouble;
        try {
            look();
        } catch (std::exception const& error) {
            trouble = error.what();
            source_.reset();
            log().debug("the slot cannot be looked at: {}", trouble);
        }
        status_.change([&](StatusReport& status) { status.watch_trouble = trouble; });
        lock.lock();
    }
}

void Watch::look() {
    if (!source_ || !source_->is_open()) {
        source_.emplace(options_.source, pg::ConnectOptions{.statement_timeout = options_.interval,
                                                            .application_name = "lockstep watch",
                                                            .heeds_interrupts = false});
    }
    beat(status_.report());
    look_at_slot();
    look_at_publication();
    publish_what_is_new(status_.report());
}

/// A walsender of PostgreSQL 18 goes on without a publication, and sends nothing: the stream is
/// begun again, where what it means is found out.
void Watch::look_at_publication() {
    auto const now = publication_now();
    if (now.empty() || (!publication_.empty() && now != publication_)) {
        log().info("the publication {} is not what it was", options_.publication);
        status_.change([](StatusReport& status) { status.is_source_changed = true; });
    }
    publication_ = now;
}

/// What the stream was begun with; empty where there is none.
std::string Watch::publication_now() {
    auto const rows =
        source_->query(sql("SELECT oid FROM pg_catalog.pg_publication WHERE pubname = $1"),
                       std::array{pg::Parameter(options_.publication)});
    if (rows.size() == 0) {
        return {};
    }
    std::string now(rows.cell(0, 0));
    if (options_.is_wal2json) {
        now += ' ' + read_wal2json_filter(*source_, options_.publication);
    }
    return now;
}

/// Whoever is not the slot's relay has nothing to prove. A standby server takes no messages.
void Watch::beat(StatusReport const& report) {
    if (report.phase != Phase::streaming) {
        waiting_since_.reset();
        return;
    }
    auto const now = Clock::now();
    if (waiting_since_ && report.heartbeats == heartbeats_) {
        auto const patience =
            std::max<Clock::duration>(late_at_least, late_after * options_.interval);
        bool const is_late = now - *waiting_since_ > patience;
        if (is_late && !report.is_stalled) {
            log().error(
                "the stream stands still: what was written {} s ago has not come",
                std::chrono::duration_cast<std::chrono::seconds>(now - *waiting_since_).count());
        }
        status_.change([&](StatusReport& status) { status.is_stalled = is_late; });
        return;
    }
    status_.change([](StatusReport& status) { status.is_stalled = false; });
    heartbeats_ = report.heartbeats;
    auto const sent = source_->query(
        sql("SELECT pg_catalog.pg_logical_emit_message(true, 'lockstep.heartbeat', $1) WHERE NOT "
            "pg_catalog.pg_is_in_recovery()"),
        std::array{pg::Parameter(options_.slot)});
    waiting_since_ = sent.size() > 0 ? std::optional(now) : std::nullopt;
}

void Watch::look_at_slot() {
    auto const slot = read_slot(*source_, options_.slot);
    if (!slot) {
        status_.change([](StatusReport& status) { status.slot.reset(); });
        return;
    }
    auto const look = look_at(*slot, Clock::now().time_since_epoch());
    auto const budget = wal_budget(last_look_, look);
    last_look_ = look;
    SlotReport const report{.lag = slot->lag,
                            .retained = slot->retained,
                            .wal_status = slot->wal_status,
                            .budget = described(budget)};
    status_.change([&](StatusReport& status) { status.slot = report; });
    warn(report, budget);
}

/// Where there are so many tables that looking takes long, it is done seldom.
void Watch::publish_what_is_new(StatusReport const& report) {
    constexpr int most_of_the_time = 20;
    auto const began = Clock::now();
    if (!options_.wanted || report.phase != Phase::streaming || began < next_publishing_) {
        return;
    }
    auto const news = publish_new_tables(*source_, *options_.wanted);
    for (auto const& table : news.published) {
        log().info("{} is published from now on", printable(table.shown()));
    }
    for (auto const& why : news.left_out) {
        if (told_.insert(why).second) {
            log().warn("{}", why);
        }
    }
    next_publishing_ = Clock::now() + most_of_the_time * (Clock::now() - began);
}

/// Once for each state, not for each look.
void Watch::warn(SlotReport const& slot, WalBudget const& budget) {
    bool const is_urgent = budget.time_left && *budget.time_left < little_time;
    auto const warning = is_urgent || slot.wal_status == "unreserved" || slot.wal_status == "lost"
                             ? slot.wal_status + (is_urgent ? " soon" : "")
                             : std::string();
    if (!warning.empty() && warning != last_warning_) {
        log().warn("{} (wal_status: {})", slot.budget, slot.wal_status);
    }
    last_warning_ = warning;
}

}  // namespace lockstep::relay
