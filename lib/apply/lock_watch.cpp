#include "apply/lock_watch.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/log.hpp"
#include "base/text.hpp"
#include "pg/connection.hpp"

namespace lockstep::apply {

namespace {

constexpr std::chrono::milliseconds pause{300};

/// "psql of app, process 4711, for 12 s: UPDATE orders SET …". A prepared transaction has no
/// process.
Sql blockers_query() {
    return sql(
        "SELECT string_agg(CASE WHEN b.pid IS NULL THEN 'a prepared transaction' ELSE "
        "format('%s of %s, process %s, in its transaction for %s s: %s', "
        "coalesce(nullif(b.application_name, ''), b.backend_type), coalesce(b.usename, '?'), "
        "b.pid, extract(epoch FROM clock_timestamp() - b.xact_start)::bigint, "
        "left(regexp_replace(b.query, '\\s+', ' ', 'g'), 80)) END, '; ') "
        "FROM (SELECT DISTINCT unnest(pg_blocking_pids($1::integer)) AS pid) w "
        "LEFT JOIN pg_stat_activity b ON b.pid = w.pid");
}

}  // namespace

struct LockWatch::State {
    std::string url;
    std::string backend;
    Say say;
    std::mutex mutex;
    std::condition_variable wake;
    bool ends = false;
    std::string last;
    std::thread thread;

    void run() noexcept {
        try {
            pg::Connection connection(
                url, {.application_name = "lockstep, watching locks", .heeds_interrupts = false});
            std::unique_lock lock(mutex);
            while (!wake.wait_for(lock, pause, [&] { return ends; })) {
                lock.unlock();
                auto whom = look(connection);
                if (!whom.empty()) {
                    say(whom);
                }
                lock.lock();
                last = whom.empty() ? std::move(last) : std::move(whom);
            }
        } catch (std::exception const& error) {
            log().info("cannot see for whom the plan waits: {}", error.what());
        }
    }

    std::string look(pg::Connection& connection) const {
        auto const rows = connection.query(blockers_query(), std::array<pg::Parameter, 1>{backend});
        return printable(rows.cell(0, 0));
    }
};

LockWatch::LockWatch(std::string const& url, std::string backend, Say say)
    : state_(std::make_unique<State>()) {
    state_->url = url;
    state_->backend = std::move(backend);
    state_->say = std::move(say);
    state_->thread = std::thread([state = state_.get()] { state->run(); });
}

LockWatch::~LockWatch() {
    {
        std::lock_guard const lock(state_->mutex);
        state_->ends = true;
    }
    state_->wake.notify_all();
    state_->thread.join();
}

std::string LockWatch::take_last() {
    std::lock_guard const lock(state_->mutex);
    return std::exchange(state_->last, {});
}

}  // namespace lockstep::apply
