#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "relay/history_writer.hpp"
#include "relay/relay_status.hpp"
#include "relay/stream_reader.hpp"

namespace lockstep::relay {

/// One stream from its start to its end: what comes from the source is decoded here and written by
/// another thread. What the source may forget is told to it on a timer of its own, also while the
/// history takes nothing.
class StreamSession : private BatchSink {
public:
    struct Options {
        SourceOptions source;
        std::chrono::milliseconds report_interval{10'000};
        std::chrono::milliseconds most_silence{60'000};  // of the source
        bool stops_at_dead_letters = false;
        std::optional<Lsn> until;  // ends when all that was committed before is durable
    };

    StreamSession(Options options, Source& source, HistoryStore& store, Lead const& state,
                  Poison poison, RelayStatus& status);

    /// What was durable when the stream began.
    void know(std::vector<RelationNews> const& relations, std::vector<VersionNews> const& versions);

    /// Until SIGINT or SIGTERM came, or `until` is reached: then what was received is durable and
    /// confirmed. Throws what went wrong: the session is over then, and the next one begins where
    /// the history ends.
    void run();

private:
    void put(Batch batch) override;
    void give_on();
    void advance(bool at_once);
    void report_if_due();
    void report();
    void wait_until_durable();
    void finish();
    bool is_idle();
    bool is_done() const;
    Lsn received() const;

    Options options_;
    RelayStatus& status_;
    StatusReport before_;  // by earlier sessions
    pg::Wakeup wakeup_;
    HistoryWriter writer_;
    HistoryEncoder encoder_;
    StreamReader reader_;
    pg::Clock::time_point advanced_at_{};
};

}  // namespace lockstep::relay
