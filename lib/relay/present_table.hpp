#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.hpp"
#include "relay/json_rows.hpp"

namespace lockstep::relay {

/// A column as it is now in the source.
struct PresentColumn {
    std::string name;
    Oid type = 0;
    Sql type_name;  // without modifier: numeric, bpchar
    bool is_generated = false;
    bool is_always_identity = false;

    JsonForm form() const { return json_form(type); }
};

/// A table as it is now in the source, for what compares it with its history.
struct PresentTable {
    Oid oid = 0;
    std::string schema;
    std::string name;
    std::string history_name;  // as the history's table_name has it
    bool is_partitioned = false;
    std::vector<PresentColumn> columns;
    /// The columns by which the history tells its rows apart: the replica identity's index, or the
    /// primary key. Empty: there is none.
    std::vector<std::string> key;

    Sql qualified() const;
    PresentColumn const* column(std::string_view column_name) const;
};

/// `history_name` as the history has it: orders, auth.users. Throws Error(not_found).
PresentTable present_table(pg::Connection& source, std::string_view history_name);
/// The same; nothing where the table is not there.
std::optional<PresentTable> find_present_table(pg::Connection& source,
                                               std::string_view history_name);

/// The settings under which the history's values were written, until the transaction's end: what a
/// server prints under them is what the history holds, and it reads that back. Rows that a policy
/// hides are an error rather than left out.
Sql canonical_settings();

/// What the column's type prints, as the history has it: `{alias}.{column}` as text.
Sql value_text(Sql const& alias, PresentColumn const& column);
/// A row as JsonRows writes it, of type jsonb; without generated columns.
Sql row_json(Sql const& alias, PresentTable const& table);
/// The row's key, of type text[], in the order of `PresentTable::key`.
Sql key_texts(Sql const& alias, PresentTable const& table);

}  // namespace lockstep::relay
