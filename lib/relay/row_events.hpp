#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "relay/history_tables.hpp"

namespace lockstep::relay {

using Key = std::vector<std::string>;

/// What happened to one row of a table: the history's entries, told by the row's key. An UPDATE
/// that changes the key is two events: the row of the old key goes, and that of the new one comes.
struct RowEvent {
    Key key;
    std::int64_t position = 0;
    bool is_gone = false;   // the row that was there is so no longer; else `data` tells it
    bool comes = false;     // there was no row of this key before: INSERT, or a new key
    bool selected = false;  // one of those that are asked for
    std::optional<std::string> data;
    std::optional<std::string> whole_before;  // the whole row before, where it is told
    std::vector<std::string> unchanged;       // columns that are not in `data`
    Key moved_from;                           // it comes by an UPDATE of this key
    std::string client;
    std::string transaction;

    bool operator==(RowEvent const&) const = default;
};

/// A TRUNCATE of the table.
struct TableTruncate {
    std::int64_t position = 0;
    bool selected = false;
};

/// Entries of the history that are to be undone.
struct Selection {
    std::int64_t from = 1;
    std::int64_t to = 0;  // to the history's end as it was when it was looked at
    std::optional<std::string> client;
};

/// The events of one table's rows, ordered by key (as bytes) and position. Of those before
/// `past_before` each row's last whole one and what came after suffice to know it, so no others are
/// told.
struct EventsQuery {
    HistoryNames names;
    std::string table;  // as table_name has it
    Key key_columns;
    std::optional<Selection> selection;  // none: nothing is selected
    std::int64_t past_before = 0;
    std::int64_t to = 0;        // entries after this position do not count
    Sql visible;                // what else must hold of an entry; empty: nothing
    std::vector<Key> keys;      // these rows alone; empty: all
    bool touched_only = false;  // rows alone of which an event is selected
};

/// `COPY (…) TO STDOUT`, its rows for `row_event`.
Sql events_copy(EventsQuery const& query);
RowEvent row_event(std::vector<std::optional<std::string>> const& cells);

/// Positions of the table's TRUNCATEs, in order, and whether they are selected.
Sql truncations_of(EventsQuery const& query);

/// The last position at which an entry does not tell its row by these columns (they were others, or
/// it could not be stored); NULL when there is none.
Sql last_other_key(EventsQuery const& query);

}  // namespace lockstep::relay
