#include "source/second_reader.hpp"

#include "base/log.hpp"

namespace lockstep::source {

namespace {

/// Thrown in the thread when nobody waits for its rows any longer.
struct Abandoned {};

}  // namespace

SecondReader::SecondReader(std::function<pg::Connection()> connect, std::string snapshot, Sql setup,
                           std::vector<Sql> queries)
    : connect_(std::move(connect)),
      snapshot_(std::move(snapshot)),
      setup_(std::move(setup)),
      queries_(std::move(queries)),
      thread_([this] { run(); }) {}

SecondReader::~SecondReader() {
    {
        std::lock_guard const lock(mutex_);
        state_ = State::abandoned;
    }
    changed_.notify_all();
    thread_.join();
}

bool SecondReader::has_begun() {
    std::lock_guard const lock(mutex_);
    return state_ == State::begun || state_ == State::ended;
}

std::optional<pg::Rows> SecondReader::next() {
    std::unique_lock lock(mutex_);
    if (state_ == State::connecting) {
        state_ = State::abandoned;
    }
    changed_.wait(lock, [&] { return !rows_.empty() || state_ != State::begun; });
    if (rows_.empty()) {
        return std::nullopt;
    }
    std::optional<pg::Rows> rows(std::move(rows_.front()));
    rows_.pop_front();
    return rows;
}

// What goes wrong here is no error of the run: the first connection runs the same queries, and
// meets the same error if it was theirs.
void SecondReader::run() noexcept {
    try {
        auto connection = connect_();
        if (is_abandoned()) {
            return;
        }
        std::vector<Sql> queries{sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
                                 sql("SET TRANSACTION SNAPSHOT {}", literal(snapshot_)), setup_};
        auto const setup = queries.size() - 1;
        queries.insert(queries.end(), queries_.begin(), queries_.end());
        queries.push_back(sql("COMMIT"));
        connection.pipeline(
            queries,
            [&](std::size_t i, pg::Rows rows) {
                if (i >= setup && i + 1 < queries.size()) {
                    take(i - setup, std::move(rows));
                }
            },
            setup);
        end();
    } catch (Abandoned const&) {
        log().debug("the second connection was not waited for");
    } catch (std::exception const& error) {
        log().info("reading on one connection alone: {}", error.what());
        end();
    }
}

bool SecondReader::is_abandoned() {
    std::lock_guard const lock(mutex_);
    return state_ == State::abandoned;
}

/// Number 0 stands for the setup, which tells that the snapshot was taken over.
void SecondReader::take(std::size_t query, pg::Rows rows) {
    {
        std::lock_guard const lock(mutex_);
        if (state_ == State::abandoned) {
            throw Abandoned();
        }
        if (query == 0) {
            state_ = State::begun;
        } else {
            rows_.push_back(std::move(rows));
        }
    }
    changed_.notify_all();
}

void SecondReader::end() {
    {
        std::lock_guard const lock(mutex_);
        if (state_ != State::abandoned) {
            state_ = State::ended;
        }
    }
    changed_.notify_all();
}

}  // namespace lockstep::source
