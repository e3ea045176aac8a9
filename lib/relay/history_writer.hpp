#pragma once

#include <atomic>
#include <exception>
#include <limits>
#include <optional>
#include <thread>

#include "pg/replication.hpp"
#include "relay/batch_queue.hpp"
#include "relay/history_store.hpp"
#include "relay/refusal.hpp"

namespace lockstep::relay {

/// Writes batches on a thread of its own: those that wait go into one transaction, with the place
/// where the history ends then. Whoever fails, fails as a whole: what was not written is read
/// again.
class HistoryWriter {
public:
    /// `wakeup` is woken when something is durable, or when it failed.
    HistoryWriter(HistoryStore& store, Lead const& state, pg::Wakeup const& wakeup);
    ~HistoryWriter();
    HistoryWriter(HistoryWriter const&) = delete;
    HistoryWriter& operator=(HistoryWriter const&) = delete;

    /// False: it waits for the server, and has not taken the batch. Throws what went wrong.
    bool take(Batch& batch, std::chrono::milliseconds timeout);
    /// Throws what went wrong, if anything did: nobody else would notice while nothing comes.
    void check();
    /// Is all that was taken written? Throws what went wrong.
    bool is_idle();
    /// Waits for that, so long at most.
    bool wait_until_idle(std::chrono::milliseconds timeout);
    Lsn durable() const { return {durable_.load()}; }
    /// When the last durable change was committed, if any was since it began.
    std::optional<PgTime> durable_time() const {
        auto const time = durable_time_.load();
        return time == never ? std::nullopt : std::optional(PgTime{time});
    }
    std::int64_t position() const { return position_; }
    /// Changes that were put by since it began.
    std::uint64_t dead_letters() const { return dead_letters_; }

private:
    class Group;

    void run() noexcept;
    void write(Batch first);
    std::optional<Batch> fill(Group& group, Batch first);
    std::optional<Batch> next(Group const& group);
    bool is_of_month(Batch const& batch) const;
    void tell(std::vector<DeadLetter> const& letters);

    HistoryStore& store_;
    std::int64_t term_;
    HistoryEnd end_;
    pg::Wakeup const& wakeup_;
    BatchQueue queue_;
    std::string month_;  // the last one that was made
    std::atomic<std::uint64_t> durable_;
    static constexpr auto never = std::numeric_limits<std::int64_t>::min();
    std::atomic<std::int64_t> durable_time_{never};
    std::atomic<std::int64_t> position_;
    std::atomic<std::uint64_t> dead_letters_{0};
    std::mutex failure_mutex_;
    std::exception_ptr failure_;
    std::thread thread_;
};

}  // namespace lockstep::relay
