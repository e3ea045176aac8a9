#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "pg/interrupt.hpp"
#include "relay/file_spill.hpp"
#include "relay/pgoutput.hpp"
#include "relay/source.hpp"
#include "relay/transactions.hpp"
#include "relay/wal2json.hpp"

namespace lockstep::relay {

/// Reads a stream that was started: gives whole transactions to a sink, and reports to the server
/// what is durable, on a timer.
class StreamReader {
public:
    /// Each report asks for an answer when nothing was heard for its interval; a server that is
    /// silent for `most_silence` is taken for gone.
    StreamReader(SourceOptions const& options, Source& source, TransactionSink& sink,
                 std::chrono::milliseconds report_interval,
                 std::chrono::milliseconds most_silence = std::chrono::minutes(1));

    /// A table as it was when the history was last written.
    void know(RelationPtr const& relation);

    /// Decodes what has arrived. `look` is called now and then, for that may be much.
    void take_all(std::function<void()> const& look);
    /// Sleeps until there is more, `wakeup` is woken or the next report is due; then reads it.
    /// Throws ConnectionError where the server has been silent for too long.
    void wait(pg::Wakeup const& wakeup);

    /// No transaction is under way.
    bool is_between() const { return transactions_.between_transactions(); }
    /// The server has sent all that was committed before; told between transactions alone.
    Lsn server_end() const { return server_end_; }

    /// Has the server asked how far we are? One that shuts down waits until that is all it has
    /// sent.
    bool is_asked() const { return is_asked_; }
    /// Is it time to tell the server that we are here, or has it asked?
    bool is_report_due() const;
    /// `received` and `durable` are the ends of transactions. `wants_reply`: the server shall say
    /// how far it is.
    void report(Lsn received, Lsn durable, bool wants_reply);
    Lsn reported() const { return reported_; }
    /// All that was taken is durable, and reported: more may be asked for.
    void go_on() { source_.go_on(); }

    /// Leaves the slot, as the protocol wants it.
    void finish() noexcept { source_.finish(); }

private:
    void check_silence();
    void take(XLogData const& data);
    void take(KeepAlive const& alive);

    Source& source_;
    std::chrono::milliseconds report_interval_;
    std::chrono::milliseconds most_silence_;
    Relations relations_;
    FileSpill spill_;
    Transactions transactions_;
    PgoutputDecoder pgoutput_;
    std::optional<Wal2jsonDecoder> wal2json_;
    Lsn server_end_;
    Lsn reported_;
    pg::Clock::time_point reported_at_{};
    pg::Clock::time_point heard_at_ = pg::Clock::now();
    bool is_asked_ = false;
};

}  // namespace lockstep::relay
