#include "relay/stream_session.hpp"

#include <algorithm>
#include <utility>

namespace lockstep::relay {

namespace {

using namespace std::chrono_literals;

/// An idle slot is moved on by so much at least, but for the end: each time is a write.
constexpr std::uint64_t small_step = 8'192;
constexpr std::uint64_t large_step = 16'777'216;
/// How often a full queue is tried while the stream waits.
constexpr auto patience = 100ms;

}  // namespace

StreamSession::StreamSession(Options options, Source& source, HistoryStore& store,
                             Lead const& state, Poison poison, RelayStatus& status)
    : options_(std::move(options)),
      status_(status),
      before_(status.report()),
      writer_(store, state, wakeup_),
      encoder_(state.end, *this),
      reader_(options_.source, source, encoder_, options_.report_interval, options_.most_silence) {
    encoder_.know(std::move(poison));
    if (options_.stops_at_dead_letters) {
        encoder_.refuse_dead_letters();
    }
}

void StreamSession::know(std::vector<RelationNews> const& relations,
                         std::vector<VersionNews> const& versions) {
    for (auto const& each : relations) {
        reader_.know(each.relation);
        encoder_.know(each);
    }
    for (auto const& each : versions) {
        encoder_.know(each);
    }
}

void StreamSession::run() {
    report();
    for (;;) {
        reader_.take_all([this] { report_if_due(); });
        give_on();
        advance(reader_.is_asked());
        bool const is_all_durable = is_idle();  // before it is asked how far that is
        if (writer_.durable() > reader_.reported()) {
            report();
        }
        report_if_due();
        if (is_done()) {
            break;
        }
        if (is_all_durable) {
            reader_.go_on();
        }
        reader_.wait(wakeup_);
        writer_.check();
    }
    finish();
}

bool StreamSession::is_done() const {
    return pg::interrupted() || (options_.until && received() >= *options_.until);
}

Lsn StreamSession::received() const {
    return std::max(encoder_.end().lsn, reader_.server_end());
}

void StreamSession::put(Batch batch) {
    while (!writer_.take(batch, patience)) {
        report_if_due();
        pg::check_interrupt();
    }
}

bool StreamSession::is_idle() {
    return reader_.is_between() && !encoder_.has_whole() && writer_.is_idle();
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
    bool const is_due = at_once || encoder_.awaited() >= durable || step >= large_step ||
                        (step >= small_step && now - advanced_at_ >= options_.report_interval);
    if (step == 0 || !is_due || !is_idle()) {
        return;
    }
    advanced_at_ = now;
    Batch batch;
    batch.position = encoder_.end().position;
    batch.lsn = received();
    put(std::move(batch));
}

void StreamSession::report_if_due() {
    if (reader_.is_report_due()) {
        report();
    }
}

void StreamSession::report() {
    auto const durable = writer_.durable();
    // Who waits for the present end of the log asks how far the server is.
    reader_.report(received(), durable, options_.until.has_value());
    bool is_source_changed = false;
    status_.change([&](StatusReport& status) {
        is_source_changed = std::exchange(status.is_source_changed, false);
        status.position = writer_.position();
        status.durable = durable;
        status.received = received();
        if (auto const time = writer_.durable_time()) {
            status.commit_time = time;
        }
        status.heartbeats = before_.heartbeats + encoder_.heartbeats();
        status.dead_letters = before_.dead_letters + writer_.dead_letters();
    });
    if (is_source_changed) {
        throw Error(ExitCode::server_refused, "the publication was changed under the stream");
    }
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
    report();
    reader_.finish();
}

}  // namespace lockstep::relay
