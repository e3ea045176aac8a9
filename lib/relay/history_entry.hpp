#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/sql.hpp"

namespace lockstep::relay {

/// A row of the history, its cells as the server prints them: see history_tables.hpp.
struct HistoryEntry {
    using Text = std::optional<std::string>;

    std::string id;
    std::string position;
    std::string lsn;
    std::string table_name;
    std::string operation;
    Text data;
    Text old_data;
    std::string transaction_id;
    std::string schema_version;
    std::string timestamp;  // "2026-11-21T03:00:00.120034Z"
    Text metadata;
    Text client_id;

    bool operator==(HistoryEntry const&) const = default;
};

/// What a query must select for `history_entry`.
Sql entry_columns();
/// Throws Error when the cells are not those.
HistoryEntry history_entry(std::vector<std::optional<std::string>> cells);

/// A JSON object, without a newline: docs/schemas/history.json.
std::string entry_as_json(HistoryEntry const& entry);
/// A line of CSV, quoted as COPY does: NULL is nothing, an empty text "".
std::string entry_as_csv(HistoryEntry const& entry);
std::string csv_header();

/// What came about, for people, in a line: `id=1 total=9.90 → 10.00`. Large values are cut.
std::string entry_in_words(HistoryEntry const& entry);

}  // namespace lockstep::relay
