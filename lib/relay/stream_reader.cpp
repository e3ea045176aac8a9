#include "relay/stream_reader.hpp"

#include <algorithm>
#include <thread>

#include <fmt/core.h>

#include "relay/decode_error.hpp"

namespace lockstep::relay {

namespace {

using namespace std::chrono_literals;

/// Under load the server writes message by message. Whoever reads each as it comes wakes up for
/// each, and makes the server pay, too; a pause lets them gather.
constexpr auto gathering = 200us;

PgTime now() {
    constexpr auto unix_to_2000 = 946'684'800s;
    auto const since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return {
        std::chrono::duration_cast<std::chrono::microseconds>(since_1970 - unix_to_2000).count()};
}

PgoutputOptions pgoutput_options(SourceOptions const& options) {
    return {.protocol = options.streams_early ? 2 : 1};
}

}  // namespace

StreamReader::StreamReader(SourceOptions const& options, Source& source, TransactionSink& sink,
                           std::chrono::milliseconds report_interval,
                           std::chrono::milliseconds most_silence)
    : source_(source),
      report_interval_(report_interval),
      most_silence_(most_silence),
      transactions_(relations_, spill_, sink, pgoutput_options(options)),
      pgoutput_(pgoutput_options(options)) {
    if (options.plugin == "wal2json") {
        wal2json_.emplace();
    }
}

void StreamReader::know(RelationPtr const& relation) {
    relations_.know(relation);
    if (wal2json_) {
        wal2json_->know(*relation);
    }
}

void StreamReader::take_all(std::function<void()> const& look) {
    constexpr int look_after = 1'000;
    int taken = 0;
    while (auto const next = source_.next()) {
        std::visit([this](auto const& frame) { take(frame); }, *next);
        if (++taken % look_after == 0) {
            look();
        }
    }
}

void StreamReader::take(XLogData const& data) {
    if (!wal2json_) {
        transactions_.take(pgoutput_.decode(data.data), data.data);
        return;
    }
    for (auto const& message : wal2json_->decode(data.data)) {
        transactions_.take(message, data.data);
    }
}

void StreamReader::take(KeepAlive const& alive) {
    // Within a transaction it says nothing of what may be forgotten.
    if (is_between()) {
        server_end_ = std::max(server_end_, alive.server_end);
    }
    is_asked_ = is_asked_ || alive.reply_requested;
}

void StreamReader::wait(pg::Wakeup const& wakeup) {
    auto const began = pg::Clock::now();
    auto const left =
        std::chrono::ceil<std::chrono::microseconds>(reported_at_ + report_interval_ - began);
    if (!source_.wait(std::clamp<std::chrono::microseconds>(left, 0us, 1s), wakeup)) {
        wakeup.clear();
        check_silence();
        return;
    }
    heard_at_ = pg::Clock::now();
    if (heard_at_ - began < gathering) {
        std::this_thread::sleep_for(gathering);
    }
    source_.read();
}

/// A connection may be there no more without either side being told.
void StreamReader::check_silence() {
    auto const silence = pg::Clock::now() - heard_at_;
    if (silence <= most_silence_) {
        return;
    }
    if (!source_.may_be_silent()) {
        throw pg::ConnectionError(
            fmt::format("the source has said nothing for {} s",
                        std::chrono::duration_cast<std::chrono::seconds>(silence).count()),
            "The network may have lost the connection without a word.");
    }
    heard_at_ = pg::Clock::now();
}

bool StreamReader::is_report_due() const {
    return is_asked_ || pg::Clock::now() - reported_at_ >= report_interval_;
}

void StreamReader::report(Lsn received, Lsn durable, bool wants_reply) {
    bool const is_silent = pg::Clock::now() - heard_at_ >= report_interval_;
    source_.send({.written = std::max(received, durable),
                  .flushed = durable,
                  .applied = durable,
                  .sent = now(),
                  .reply_requested = wants_reply || is_silent});
    reported_ = durable;
    reported_at_ = pg::Clock::now();
    is_asked_ = false;
}

}  // namespace lockstep::relay
