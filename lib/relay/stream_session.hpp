#pragma once

#include <chrono>

#include "pg/interrupt.hpp"
#include "relay/frame.hpp"
#include "relay/history_writer.hpp"
#include "relay/pgoutput.hpp"
#include "relay/relay_status.hpp"
#include "relay/source.hpp"
#include "relay/spill.hpp"
#include "relay/transactions.hpp"
#include "relay/wal2json.hpp"

namespace lockstep::relay {

/// One stream from its start to its end: what comes from the source is decoded here and written by
/// another thread. What the source may forget is told to it on a timer of its own, also while the
/// history takes nothing.
class StreamSession : private BatchSink {
public:
    struct Options {
        SourceOptions source;
        std::chrono::milliseconds status_interval{10'000};
        std::optional<Lsn> until;  // ends when all that was committed before is durable
    };

    StreamSession(Options options, Source& source, HistoryStore& store, RelayState const& state,
                  Poison poison, RelayStatus& status);

    /// What was durable when the stream began.
    void know(std::vector<RelationNews> const& relations, std::vector<VersionNews> const& versions);

    /// Until SIGINT or SIGTERM came, or `until` is reached: then what was received is durable and
    /// confirmed. Throws what went wrong: the session is over then, and the next one begins where
    /// the history ends.
    void run();

private:
    void put(Batch batch) override;
    void drain();
    void take(std::string_view payload);
    void take(XLogData const& data);
    void take(KeepAlive const& alive);
    void give_on();
    void advance(bool at_once);
    void wait();
    void report_if_due();
    void report(bool wants_reply);
    bool is_idle();
    bool is_done();
    void wait_until_durable();
    void finish();
    Lsn received() const;

    Options options_;
    Source& source_;
    RelayStatus& status_;
    pg::Wakeup wakeup_;
    HistoryWriter writer_;
    HistoryEncoder encoder_;
    Relations relations_;
    std::unique_ptr<Spill> spill_;
    Transactions transactions_;
    PgoutputDecoder pgoutput_;
    std::optional<Wal2jsonDecoder> wal2json_;
    Lsn server_end_;  // by the last keep-alive that came between transactions
    Lsn reported_;
    pg::Clock::time_point reported_at_{};
    pg::Clock::time_point advanced_at_{};
};

}  // namespace lockstep::relay
