#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "relay/history_key.hpp"
#include "relay/history_moment.hpp"
#include "relay/history_tables.hpp"
#include "relay/present_table.hpp"
#include "relay/restore_fold.hpp"
#include "relay/restore_sql.hpp"

namespace lockstep::relay {

/// What is to be brought back. One of `to`, `undo` and `last` is said.
struct RestoreRequest {
    std::vector<std::string> tables;  // as the history names them; empty: all that are concerned
    std::vector<KeyPart> key;         // one row alone
    std::optional<std::string> client;
    std::optional<PointInTime> to;     // undoes what came after, of the client or all
    std::optional<std::int64_t> undo;  // a transaction
    std::optional<std::int64_t> last;  // so many changes of the client
    std::string slot;                  // whose history it is
};

/// The entries that are undone.
struct Undone {
    Selection selection;
    std::vector<std::string> tables;
    std::int64_t history_begins = 0;  // its first position
    std::int64_t history_ends = 0;
    /// A row that others changed later is not to be touched.
    bool is_checked = false;
    std::vector<std::string> notes;
};

/// Which entries the request is about. Throws Error(not_found) where the history does not tell.
Undone undone_by(pg::Connection& history, HistoryNames const& names, RestoreRequest const& request);

/// What is to be done to one table.
struct TableRestore {
    PresentTable table;
    std::size_t inserted = 0;
    std::size_t updated = 0;
    std::size_t deleted = 0;
    std::string digest;  // the same when the same is to be done
    std::size_t conflict_count = 0;
    std::vector<std::string> conflicts;  // some of them: "id=42: it was changed later, at …"
    std::size_t untold_count = 0;
    std::vector<std::string> untold;  // some of the rows of which the history does not tell enough
    std::vector<std::string> notes;

    std::size_t changes() const { return inserted + updated + deleted; }
};

/// A restore within a transaction of the source that the caller begins and ends: `plan`, then
/// `apply` or nothing.
class Restore {
public:
    Restore(pg::Connection& history, pg::Connection& source, HistoryNames names,
            RestoreRequest request);

    /// Works out what is to be done; where `locks`, the rows that are there cannot change until the
    /// transaction's end.
    void plan(bool locks);
    std::vector<TableRestore> const& tables() const { return tables_; }
    std::vector<std::string> const& notes() const { return undone_.notes; }
    std::size_t changes() const;
    std::size_t conflicts() const;
    std::string digest() const;

    /// The statements, in the order in which they are done: at most so many of each kind and table;
    /// 0: all.
    void each_statement(std::size_t most, std::function<void(Sql const&)> const& take);

    enum class Triggers { fire, held_back };
    /// Does it. Returns how many rows are not as they were, all the same: a trigger wrote something
    /// else, say.
    std::size_t apply(Triggers triggers);

private:
    void plan_table(std::size_t number, bool locks);
    void stage(std::size_t number);
    void tell_elsewhere(EventsQuery const& query, std::vector<RowPlan>& plans);
    void look(std::size_t number);
    void note_what_follows(TableRestore& it);
    void order_tables();
    void apply_inserts();
    void apply_updates();
    void apply_deletes();
    void in_order(bool deletes_first);
    std::vector<std::string> first_cells(Sql const& query);
    EventsQuery events_of(PresentTable const& table) const;

    pg::Connection& history_;
    pg::Connection& source_;
    HistoryNames names_;
    RestoreRequest request_;
    Undone undone_;
    std::vector<TableRestore> tables_;
    std::vector<std::size_t> parents_first_;
};

/// The values as the history has them: "042" of an integer is 42. Throws pg::Error where the type
/// does not take it.
Key canonical_key(pg::Connection& source, PresentTable const& table, Key const& values);

}  // namespace lockstep::relay
