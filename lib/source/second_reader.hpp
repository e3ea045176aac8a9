#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "pg/connection.hpp"

namespace lockstep::source {

/// A second connection, which runs the last queries of a reading while the first one runs the
/// others, under the same snapshot (pg_export_snapshot()). It is a help alone: where it cannot be
/// had (a pooler with one server, a limit of connections), the first connection runs its queries
/// too.
class SecondReader {
public:
    /// `snapshot` is what the first connection exported; `setup` comes before the queries, in the
    /// transaction. Begins at once, in a thread.
    SecondReader(std::function<pg::Connection()> connect, std::string snapshot, Sql setup,
                 std::vector<Sql> queries);
    ~SecondReader();
    SecondReader(SecondReader const&) = delete;
    SecondReader& operator=(SecondReader const&) = delete;

    /// It reads under the snapshot by now, or has come to its end, good or bad.
    bool has_begun();
    /// The rows of the next query, in order. Nothing when the helper had not begun at the first
    /// call, or came to grief since: then that query and the rest are the caller's to run.
    std::optional<pg::Rows> next();

private:
    enum class State { connecting, begun, ended, abandoned };

    void run() noexcept;
    bool is_abandoned();
    void take(std::size_t query, pg::Rows rows);
    void end();

    std::function<pg::Connection()> connect_;
    std::string snapshot_;
    Sql setup_;
    std::vector<Sql> queries_;
    std::mutex mutex_;
    std::condition_variable changed_;
    State state_ = State::connecting;
    std::deque<pg::Rows> rows_;
    std::thread thread_;  // the last member: it uses all the others
};

}  // namespace lockstep::source
