#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/sql.hpp"

namespace lockstep::relay {

// What the relay keeps in the history's database, which may be the source itself; all but the
// history in the schema `lockstep`, which no publication of ours holds:
//
//   change_history    a row for each change, in commit order; partitioned by `timestamp`
//   relay_state       a row for each slot: how far the history is, who writes it
//   relay_epoch       when and why a slot's continuity was lost; its first epoch, too
//   relay_relation    the tables as the stream last told of them
//   relay_version     the schema versions as the stream last told of them
//   dead_letter       what could not be stored as it came
//
// A row of change_history:
//
//   id              uuid, of version 7: its first half is `timestamp`
//   position        counts from 1, without gaps, in commit order, over all epochs of the slot
//   lsn             the end of the transaction's commit record
//   table_name      orders; auth.users where the namespace is not public. Not quoted
//   operation       INSERT, UPDATE, DELETE, TRUNCATE; SCHEMA where the table came to look other
//                   than before
//   data            the row afterwards: see JsonForm; without the columns that were not told
//   old_data        the row before, or its replica identity alone; null where that was not told
//   transaction_id  the server's, 32 bits
//   schema_version  that held when the transaction was committed; empty when none was ever told
//   timestamp       of the commit, by the source's clock
//   metadata        null, or an object: {"unchanged": [columns]}, large values that an UPDATE left
//                   as they were; {"full": true}: old_data is the whole row; {"cascade": true,
//                   "restart_identity": true} of TRUNCATE; {"out_of_band": true} of SCHEMA that no
//                   migration told of; {"dead_letter": "why"}: data is missing, see dead_letter;
//                   {"origin": "name"} of a change that was replicated from elsewhere
//   client_id       as told by the transaction with a logical message `lockstep.client`
//
// `data` and `old_data` of SCHEMA are {"columns": [{"name", "type", "typmod", "key"}], "identity"}:
// `type` is an OID, `identity` pg_class.relreplident.

/// The names that depend on the configuration.
struct HistoryNames {
    std::string schema = "lockstep";  // of change_history
    std::string table = "change_history";

    Sql qualified() const;
};

/// `sync.history.table` of the configuration: NAME or SCHEMA.NAME, each as it is or quoted as in
/// SQL. Throws Error(bad_input) where it is neither, or longer than PostgreSQL's names.
HistoryNames history_names(std::string_view configured);

/// One of the tables: how it is called, and made where it is not there yet.
struct HistoryTable {
    Sql name;
    Sql create;
};

/// All of the tables.
std::vector<HistoryTable> list_of_history_tables(HistoryNames const& names);
/// The schemas that they are in, each once.
std::vector<std::string> history_schemas(HistoryNames const& names);
/// A month of the history, where it is not there yet: `month` is its first day, "2026-11-01".
Sql history_partition(HistoryNames const& names, std::string_view month);
/// The name of that partition: change_history_2026_11. Of a very long name, what has room.
std::string partition_name(HistoryNames const& names, std::string_view month);

}  // namespace lockstep::relay
