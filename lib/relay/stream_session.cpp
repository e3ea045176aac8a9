#include "relay/stream_session.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "relay/decode_error.hpp"

namespace lockstep::relay {

namespace {

using namespace std::chrono_literals;

/// Under load the server writes message by message. Whoever reads each as it comes wakes up for
/// each, and makes the server pay, too; a pause lets them gather.
constexpr auto gathering = 200us;
/// An idle slot is moved on by so much at least, but for the end: each time is a write.
constexpr std::uint64_t small_step = 8'192;
constexpr std::uint64_t large_step = 16'777'216;
/// How often a full queue is tried while the stream waits.
constexpr auto patience = 100ms;

PgTime now() {
    constexpr auto unix_to_2000 = 946'684'800s;
    auto const since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return {
        std::chrono::duration_cast<std::chrono::microseconds>(since_1970 - unix_to_2000).count()};
}

/// Protocol 1 streams nothing before it ends.
class NoSpill : public Spill {
public:
    void append(Xid, std::string_view) override { refuse(); }
    void replay(Xid, std::function<void(std::string_view)> const&) override { refuse(); }
    void drop(Xid) override {}

private:
    [[noreturn]] static void refuse() {
        throw StreamError("a transaction is streamed before it ends, which was not asked for");
    }
};

}  // namespace

StreamSession::StreamSession(Options options, Source& source, HistoryStore& store,
                             RelayState const& state, Poison poison, RelayStatus& status)
    : options_(std::move(options)),
      source_(source),
      status_(status),
      writer_(store, state, wakeup_),
      encoder_(state.end, *this),
      spill_(std::make_unique<NoSpill>()),
      transactions_(relations_, *spill_, encoder_, {.protocol = 1}),
      pgoutput_({.protocol = 1}),
      reported_(state.end.lsn) {
    encoder_.know(std::move(poison));
    if (options_.source.plugin == "wal2json") {
        wal2json_.emplace();
    }
}

void StreamSession::know(std::vector<RelationNews> const& relations,
                         std::vector<VersionNews> const& versions) {
    for (auto const& each : relations) {
        relations_.know(each.relation);
        encoder_.know(each);
        if (wal2json_) {
            wal2json_->know(*each.relation);
        }
    }
    for (auto const& each : versions) {
        encoder_.know(each);
    }
}

void StreamSession::run() {
    report(true);
    while (!is_done()) {
        drain();
        give_on();
        advance(false);
        report_if_due();
        wait();
    }
    finish();
}

bool StreamSession::is_done() {
    if (!options_.until) {
        return pg::interrupted();
    }
    return pg::interrupted() || received() >= *options_.until;
}

Lsn StreamSession::received() const {
    return std::max(encoder_.end().lsn, server_end_);
}

void StreamSession::drain() {
    // The clock is looked at now and then, for a burst may last.
    constexpr int look_after = 1'000;
    int taken = 0;
    while (auto const payload = source_.stream().next()) {
        take(*payload);
        if (++taken % look_after == 0) {
            report_if_due();
        }
    }
}

void StreamSession::take(std::string_view payload) {
    std::visit([this](auto const& frame) { take(frame); }, decode_frame(payload));
}

void StreamSession::take(XLogData const& data) {
    if (!wal2json_) {
        transactions_.take(pgoutput_.decode(data.data), data.data);
        return;
    }
    for (auto const& message : wal2json_->decode(data.data)) {
        transactions_.take(message, data.data);
    }
}

void StreamSession::take(KeepAlive const& alive) {
    // Within a transaction it says nothing of what may be forgotten.
    if (transactions_.between_transactions()) {
        server_end_ = std::max(server_end_, alive.server_end);
    }
    if (alive.reply_requested) {
        report(false);
    }
}

void StreamSession::put(Batch batch) {
    while (!writer_.take(batch, patience)) {
        report_if_due();
        pg::check_interrupt();
    }
}

bool StreamSession::is_idle() {
    return transactions_.between_transactions() && !encoder_.has_whole() && writer_.is_idle();
}

void StreamSession::give_on() {
    if (encoder_.has_whole() && writer_.is_idle()) {
        encoder_.flush();
    }
}

/// Where nothing is to be stored, the place to go on from moves all the same; it is made durable
/// before it is confirmed, so that the slot is never ahead of what we know.
void StreamSession::advance(bool at_once) {
    auto const durable = writer_.durable();
    auto const step = received() > durable ? received().value - durable.value : 0;
    auto const now = pg::Clock::now();
    bool const is_due = at_once || step >= large_step ||
                        (step >= small_step && now - advanced_at_ >= options_.status_interval);
    if (step == 0 || !is_due || !is_idle()) {
        return;
    }
    advanced_at_ = now;
    Batch batch;
    batch.position = encoder_.end().position;
    batch.lsn = received();
    put(std::move(batch));
}

void StreamSession::wait() {
    if (writer_.durable() > reported_) {
        report(false);
    }
    auto const began = pg::Clock::now();
    auto const due = reported_at_ + options_.status_interval;
    auto const left = std::chrono::ceil<std::chrono::microseconds>(due - began);
    if (!source_.stream().wait(std::clamp<std::chrono::microseconds>(left, 0us, 1s), wakeup_)) {
        wakeup_.clear();
        return;
    }
    if (pg::Clock::now() - began < gathering) {
        std::this_thread::sleep_for(gathering);
    }
    source_.stream().read();
}

void StreamSession::report_if_due() {
    if (pg::Clock::now() - reported_at_ >= options_.status_interval) {
        report(options_.until.has_value());
    }
}

void StreamSession::report(bool wants_reply) {
    auto const durable = writer_.durable();
    auto const bytes = encode(StatusUpdate{.written = std::max(received(), durable),
                                           .flushed = durable,
                                           .applied = durable,
                                           .sent = now(),
                                           .reply_requested = wants_reply});
    source_.stream().send({bytes.data(), bytes.size()});
    reported_ = durable;
    reported_at_ = pg::Clock::now();
    status_.change([&](StatusReport& status) {
        status.position = writer_.position();
        status.durable = durable;
        status.received = received();
        status.commit_time = writer_.durable_time();
    });
}

void StreamSession::wait_until_durable() {
    while (!writer_.wait_until_idle(patience)) {
        report_if_due();
    }
}

/// What is whole becomes durable and is confirmed; the rest is sent again to whoever comes next.
void StreamSession::finish() {
    encoder_.flush();
    wait_until_durable();
    advance(true);
    wait_until_durable();
    report(false);
    source_.stream().finish();
}

}  // namespace lockstep::relay
