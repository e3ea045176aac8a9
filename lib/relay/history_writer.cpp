#include "relay/history_writer.hpp"

#include <charconv>
#include <memory>
#include <utility>

#include <fmt/core.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "pg/copy.hpp"
#include "pg/interrupt.hpp"
#include "relay/copy_rows.hpp"

namespace lockstep::relay {

namespace {

/// How long an idle writer sleeps before it shows that it is alive.
constexpr std::chrono::seconds beat_interval{5};
/// What one transaction takes in; then it is made durable, whatever waits.
constexpr std::size_t most_bytes_at_once = 16'000'000;
constexpr std::chrono::milliseconds longest_group{50};

/// "COPY change_history, line 12, column data", a line of the context: which row it was; 0 where
/// that is not told.
std::int64_t line_of(std::string_view context) {
    constexpr std::string_view word = ", line ";
    for (auto const& each : split(context, '\n')) {
        auto const at = each.find(word);
        if (each.starts_with("COPY ") && at != std::string_view::npos) {
            std::int64_t line = 0;
            std::from_chars(each.data() + at + word.size(), each.data() + each.size(), line);
            return line;
        }
    }
    return 0;
}

/// Does it say that the data cannot be stored (classes 22 and 54), rather than that the server
/// cannot store anything now?
bool is_about_data(pg::Error const& error) {
    return error.sqlstate().starts_with("22") || error.sqlstate().starts_with("54");
}

}  // namespace

/// Batches that become durable together.
class HistoryWriter::Group {
public:
    Group(HistoryStore& store, HistoryEnd const& from) : store_(store), from_(from), to_(from) {}

    void add(Batch const& batch) {
        if (!batch.rows.empty()) {
            copy(batch);
            time_ = batch.commit_time;
        }
        append(news_.relations, batch.news.relations);
        append(news_.versions, batch.news.versions);
        append(news_.dead_letters, batch.news.dead_letters);
        to_.position = batch.position;
        to_.lsn = batch.lsn;
        bytes_ += batch.rows.size();
        is_whole_ = batch.ends_transaction;
    }

    /// Its last transaction is there to its end.
    bool is_whole() const { return is_whole_; }
    /// Of the last commit with changes.
    std::optional<PgTime> time() const { return time_; }
    std::vector<DeadLetter> const& dead_letters() const { return news_.dead_letters; }

    bool is_full() const {
        return bytes_ >= most_bytes_at_once || pg::Clock::now() - began_ > longest_group;
    }

    HistoryEnd commit(std::int64_t term) {
        if (copy_) {
            guarded([&] {
                copy_->write(copy_trailer);
                copy_->finish();
            });
            copy_.reset();
        } else {
            store_.begin();
        }
        store_.commit(news_, from_, to_, term);
        return to_;
    }

private:
    template <typename Item>
    static void append(std::vector<Item>& to, std::vector<Item> const& from) {
        to.insert(to.end(), from.begin(), from.end());
    }

    void copy(Batch const& batch) {
        if (!copy_) {
            store_.begin();
            copy_ = std::make_unique<pg::CopyIn>(store_.connection(), store_.copy_statement());
            first_position_ = batch.first_position;
            copy_->write(copy_header);
        }
        guarded([&] { copy_->write(batch.rows); });
    }

    template <typename Write>
    void guarded(Write const& write) {
        try {
            write();
        } catch (pg::Error const& error) {
            auto const line = line_of(error.server().context);
            if (line > 0 && is_about_data(error)) {
                throw Refusal(first_position_ + line - 1, error.server().message);
            }
            throw;
        }
    }

    HistoryStore& store_;
    HistoryEnd from_;
    HistoryEnd to_;
    News news_;
    std::unique_ptr<pg::CopyIn> copy_;
    std::int64_t first_position_ = 0;
    std::size_t bytes_ = 0;
    bool is_whole_ = false;
    std::optional<PgTime> time_;
    pg::Clock::time_point began_ = pg::Clock::now();
};

HistoryWriter::HistoryWriter(HistoryStore& store, Lead const& state, pg::Wakeup const& wakeup)
    : store_(store),
      term_(state.term),
      end_(state.end),
      wakeup_(wakeup),
      durable_(state.end.lsn.value),
      position_(state.end.position),
      thread_([this] { run(); }) {}

HistoryWriter::~HistoryWriter() {
    queue_.close();
    thread_.join();
}

bool HistoryWriter::take(Batch& batch, std::chrono::milliseconds timeout) {
    check();
    bool const taken = queue_.push(batch, timeout);
    if (!taken) {
        check();
    }
    return taken;
}

bool HistoryWriter::is_idle() {
    check();
    return queue_.is_idle();
}

bool HistoryWriter::wait_until_idle(std::chrono::milliseconds timeout) {
    bool const is_idle = queue_.wait_until_idle(timeout);
    check();
    return is_idle;
}

void HistoryWriter::check() {
    std::lock_guard const lock(failure_mutex_);
    if (failure_) {
        std::rethrow_exception(failure_);
    }
}

void HistoryWriter::run() noexcept {
    try {
        while (!queue_.is_closed()) {
            if (auto batch = queue_.pop(beat_interval)) {
                write(std::move(*batch));
                wakeup_.wake();
            } else if (!queue_.is_closed()) {
                store_.beat(term_);
            }
        }
    } catch (...) {
        std::lock_guard const lock(failure_mutex_);
        failure_ = std::current_exception();
        queue_.close();
        wakeup_.wake();
    }
}

void HistoryWriter::write(Batch first) {
    for (std::optional<Batch> batch = std::move(first); batch;) {
        if (!is_of_month(*batch)) {
            store_.make_month(batch->month);
            month_ = batch->month;
        }
        Group group(store_, end_);
        batch = fill(group, std::move(*batch));
        if (!group.is_whole()) {
            return;  // closed: it all comes to nothing
        }
        end_ = group.commit(term_);
        tell(group.dead_letters());
        if (auto const time = group.time()) {
            durable_time_ = time->microseconds;
        }
        position_ = end_.position;
        durable_ = end_.lsn.value;
    }
    queue_.set_done();
}

/// Whoever reads the log shall know of what the history does not hold as it came.
void HistoryWriter::tell(std::vector<DeadLetter> const& letters) {
    for (auto const& letter : letters) {
        log_with(spdlog::level::err,
                 fmt::format("change {} of {} was put by: {}", letter.position,
                             printable(letter.table_name), printable(letter.error)),
                 {{"position", letter.position}});
    }
    dead_letters_ += letters.size();
}

bool HistoryWriter::is_of_month(Batch const& batch) const {
    return batch.month.empty() || batch.month == month_;
}

/// With the batch, the rest of its last transaction, and what waits; returns the one that belongs
/// into a group of its own.
std::optional<Batch> HistoryWriter::fill(Group& group, Batch first) {
    for (std::optional<Batch> batch = std::move(first); batch; batch = next(group)) {
        if (!is_of_month(*batch)) {
            return batch;
        }
        group.add(*batch);
    }
    return std::nullopt;
}

/// The rest of a transaction is waited for.
std::optional<Batch> HistoryWriter::next(Group const& group) {
    if (group.is_whole()) {
        return group.is_full() ? std::nullopt : queue_.try_pop();
    }
    std::optional<Batch> rest;
    while (!rest && !queue_.is_closed()) {
        rest = queue_.pop(beat_interval);
    }
    return rest;
}

}  // namespace lockstep::relay
