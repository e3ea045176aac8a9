#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "relay/batch.hpp"
#include "relay/copy_rows.hpp"
#include "relay/json_rows.hpp"
#include "relay/parts.hpp"
#include "relay/transactions.hpp"
#include "relay/versions.hpp"

namespace lockstep::relay {

/// How far the history is: what the next change follows.
struct HistoryEnd {
    std::int64_t epoch = 1;
    std::int64_t position = 0;
    Lsn lsn;
};

/// Why changes cannot be stored, by their positions: found out by an earlier attempt.
using Poison = std::map<std::int64_t, std::string>;

/// Numbers the changes of whole transactions and makes batches of them. A batch ends where a
/// transaction does; one that is larger than a batch comes in several, once its commit was seen.
class HistoryEncoder : public TransactionSink {
public:
    struct Sizes {
        std::size_t batch = 4'000'000;    // bytes, after which a batch is given on
        std::size_t value = 255'000'000;  // what jsonb can hold is 268,435,455 bytes
    };

    HistoryEncoder(HistoryEnd end, BatchSink& out, Sizes sizes);
    HistoryEncoder(HistoryEnd end, BatchSink& out) : HistoryEncoder(end, out, Sizes{}) {}

    /// What was durable when the stream began.
    void know(RelationNews const& relation) { seen_[relation.relation->oid] = relation.lsn; }
    void know(VersionNews const& version) { versions_.know(version); }
    void know(Poison poison) { poison_ = std::move(poison); }
    /// From now on a value that cannot be stored is thrown as a Refusal, rather than put by.
    void refuse_dead_letters() { refuses_dead_letters_ = true; }

    /// Gives on what there is of whole transactions, if there is anything to write.
    void flush();
    /// Is there a whole transaction that was not given on?
    bool has_whole() const { return whole_ > 0 || !batch_.news.is_empty(); }
    /// Of the last whole transaction, given on or not.
    HistoryEnd const& end() const { return end_; }
    /// When the last heartbeat of this slot was seen, counted; for who waits for one.
    std::uint64_t heartbeats() const { return heartbeats_; }
    /// The last commit that somebody waits for: all before it shall be durable, though nothing is
    /// to be stored (`wait_for_history` writes such a message).
    Lsn awaited() const { return awaited_; }

    void begin(TransactionBegin const& begin) override;
    void origin(Origin const& origin) override;
    void relation(Seen const& seen) override;
    void row(RowChange const& change) override;
    void truncate(Truncation const& truncation) override;
    void message(LogicalMessage const& message) override;
    void commit(TransactionEnd const& end) override;

private:
    struct Table {
        RelationPtr relation;   // kept, so that its address stays its own
        std::string name;       // as in `table_name`
        std::string full_name;  // with its namespace
        JsonRows rows;
    };

    Table const& table(RelationPtr const& relation);
    void add(std::string_view table_name, std::string_view full_name, std::string_view operation,
             RowData const& data);
    void add_row(RowChange const& change, Table const& table);
    void add_dead_letter(RowChange const& change, std::string const& why);
    std::string schema_metadata(Seen const& seen);
    void cut();
    void give_whole();

    HistoryEnd end_;
    BatchSink& out_;
    Sizes sizes_;
    Versions versions_;
    Poison poison_;
    bool refuses_dead_letters_ = false;
    std::unordered_map<Oid, Lsn> seen_;
    std::unordered_map<Relation const*, Table> tables_;
    std::map<std::string, std::string, std::less<>> ddl_;  // by namespace.name: who changed it, how
    std::uint64_t heartbeats_ = 0;
    Lsn heartbeat_at_;
    Lsn awaited_;

    Batch batch_;            // whole transactions, then what there is of the one under way
    std::size_t whole_ = 0;  // so many bytes of its rows are of whole transactions
    // Of the transaction that is under way:
    TransactionBegin begin_;
    std::string month_;
    std::int64_t before_;    // the position of the last change before it
    std::int64_t position_;  // of its last change
    News news_;
    Parts parts_;  // its first batches, if it is larger than one
    std::string client_id_;
    std::string origin_;
    // Kept from row to row, so that in the long run nothing is allocated.
    std::string data_;
    std::string old_data_;
    std::string metadata_;
    std::vector<Cell> filled_;
};

}  // namespace lockstep::relay
