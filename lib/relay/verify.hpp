#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "relay/history_lag.hpp"
#include "relay/history_tables.hpp"
#include "relay/present_table.hpp"
#include "relay/verify_compare.hpp"

namespace lockstep::relay {

/// One moment of the source: what a snapshot of it sees, in terms of the history.
struct Snapshot {
    Lsn after;  // the log's end when it had been taken: all that it sees was committed before
    // No transaction from this number on is seen, nor any of those that run. Some of them may have
    // their commit in the log already: it is there before anybody sees it.
    std::uint32_t next_transaction = 0;
    std::vector<std::uint32_t> running_transactions;
};

/// What holds of the entries of the history that the snapshot sees.
Sql seen_at(Snapshot const& moment);

/// A table and its history, compared.
struct TableComparison {
    std::string table;
    PresentTable present;
    Comparison comparison;
    std::vector<std::string> notes;
};

/// Compares tables with their history at one moment of the source.
class Verifier {
public:
    Verifier(pg::Connection& history, pg::Connection& source, HistoryNames names,
             std::string const& slot);

    /// Takes a snapshot of the source, in a transaction that lasts as long as this. `tables`: as
    /// the history names them; empty: all of which it speaks.
    Lsn look(std::vector<std::string> tables);
    /// To be called when the history holds all before the LSN that `look` returned.
    void compare(CompareOptions const& options,
                 std::function<void(TableComparison const&)> const& take);
    /// Tables that are not compared, and why; gaps of the history.
    std::vector<std::string> const& notes() const { return notes_; }

private:
    void find_tables(std::vector<std::string> names);
    TableComparison compare(PresentTable const& table, CompareOptions options);

    pg::Connection& history_;
    pg::Connection& source_;
    HistoryNames names_;
    std::optional<pg::Transaction> snapshot_;
    Snapshot moment_;
    std::vector<PresentTable> tables_;
    std::vector<std::string> notes_;
};

}  // namespace lockstep::relay
