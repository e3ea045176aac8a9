#pragma once

#include <cstdint>
#include <map>
#include <unordered_set>

#include "relay/message.hpp"
#include "relay/pgoutput.hpp"
#include "relay/relations.hpp"
#include "relay/spill.hpp"

namespace lockstep::relay {

struct TransactionBegin {
    Xid xid = 0;
    Lsn commit_lsn;
    PgTime commit_time;
};

struct TransactionEnd {
    Xid xid = 0;
    Lsn commit_lsn;
    Lsn end_lsn;  // the transaction's position, and what to confirm when it is durable
    PgTime commit_time;
};

enum class Operation : std::uint8_t { insert, update, remove };

/// A row that was written, with its table as it was at that moment.
struct RowChange {
    Operation operation = Operation::insert;
    RelationPtr const& relation;
    Before before = Before::nothing;
    Tuple old;  // empty unless `before` says otherwise
    Tuple row;  // empty for a row that is removed
};

struct Truncation {
    std::vector<RelationPtr> relations;
    bool cascade = false;
    bool restart_identity = false;
};

/// Takes transactions in the order of their commits, one whole one after another: begin, what is in
/// it, commit. Only what was committed on the server is ever shown; should the connection end
/// before `commit`, the server sends that transaction again from its start. One may be empty.
class TransactionSink {
public:
    virtual ~TransactionSink() = default;
    virtual void begin(TransactionBegin const& begin) = 0;
    virtual void origin(Origin const& origin) = 0;
    /// The rows that follow look another way than before; `seen.news` is not `none`.
    virtual void relation(Seen const& seen) = 0;
    virtual void row(RowChange const& change) = 0;
    virtual void truncate(Truncation const& truncation) = 0;
    /// One that is not transactional may come between transactions.
    virtual void message(LogicalMessage const& message) = 0;
    virtual void commit(TransactionEnd const& end) = 0;
};

/// Makes whole transactions of a decoder's messages. Transactions that are streamed before they end
/// alternate in the stream; each is put by, and shown when its commit comes, without what was
/// undone in it. Of one that is put by, memory holds the numbers of its undone subtransactions
/// only.
class Transactions {
public:
    /// `options` are those of the decoder that the messages come from.
    Transactions(Relations& relations, Spill& spill, TransactionSink& sink,
                 PgoutputOptions options = {});

    /// `bytes` is what `message` was decoded from: it is what is put by. Throws StreamError when
    /// messages do not follow one another as they must; after any exception, `reset`.
    void take(Message const& message, std::string_view bytes);

    /// Was all that the server has sent as committed given on? Only then may a keep-alive's LSN be
    /// confirmed, once that is durable. What is put by does not count: its commit lies behind that
    /// LSN, so the server would send it again.
    bool between_transactions() const { return xid_ == 0; }
    /// How many transactions are put by.
    std::size_t put_by() const { return streamed_.size(); }
    /// A new connection: what was under way comes again from its start. What it said of relations
    /// is not taken back (see Relations::know).
    void reset();

private:
    struct Streamed {
        std::unordered_set<Xid> undone;
    };

    void handle(Begin const& message);
    void handle(Commit const& message);
    void handle(Origin const& message);
    void handle(RelationMessage const& message);
    void handle(TypeMessage const& message);
    void handle(Insert const& message);
    void handle(Update const& message);
    void handle(Delete const& message);
    void handle(Truncate const& message);
    void handle(LogicalMessage const& message);
    void handle(StreamStart const& message);
    void handle(StreamStop const& message);
    void handle(StreamCommit const& message);
    void handle(StreamAbort const& message);

    bool belongs_to_stream(Message const& message) const;
    Streamed& streamed(Xid xid, std::string_view message);
    void replay(Xid xid, std::unordered_set<Xid> const& undone);
    void within_transaction(std::string_view message) const;
    void forget(Xid xid);

    Relations& relations_;
    Spill& spill_;
    TransactionSink& sink_;
    PgoutputDecoder replayed_;  // decodes what was put by
    Xid xid_ = 0;               // of the transaction that is being shown
    Xid stream_ = 0;            // of the transaction that a part is being sent of
    Lsn commit_lsn_;
    std::map<Xid, Streamed> streamed_;
};

}  // namespace lockstep::relay
