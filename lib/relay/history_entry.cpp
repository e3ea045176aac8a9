#include "relay/history_entry.hpp"

#include <array>

#include <fmt/core.h>

#include "base/error.hpp"
#include "schema/json_text.hpp"

namespace lockstep::relay {

namespace {

/// A column of the history: how it is selected and where it is put. JSON is written as it came.
struct EntryColumn {
    std::string_view name;
    Sql (*selected)();
    std::string HistoryEntry::*text;
    HistoryEntry::Text HistoryEntry::*nullable;
    bool is_raw;  // in JSON: a number, an object
};

constexpr std::array columns{
    EntryColumn{"position", [] { return sql("position"); }, &HistoryEntry::position, nullptr, true},
    EntryColumn{"lsn", [] { return sql("lsn"); }, &HistoryEntry::lsn, nullptr, false},
    EntryColumn{"table_name", [] { return sql("table_name"); }, &HistoryEntry::table_name, nullptr,
                false},
    EntryColumn{"operation", [] { return sql("operation"); }, &HistoryEntry::operation, nullptr,
                false},
    EntryColumn{"data", [] { return sql("data"); }, nullptr, &HistoryEntry::data, true},
    EntryColumn{"old_data", [] { return sql("old_data"); }, nullptr, &HistoryEntry::old_data, true},
    EntryColumn{"transaction_id", [] { return sql("transaction_id"); },
                &HistoryEntry::transaction_id, nullptr, true},
    EntryColumn{"schema_version", [] { return sql("schema_version"); },
                &HistoryEntry::schema_version, nullptr, false},
    EntryColumn{"timestamp",
                [] {
                    return sql(
                        "to_char(timestamp AT TIME ZONE 'UTC', "
                        "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
                },
                &HistoryEntry::timestamp, nullptr, false},
    EntryColumn{"metadata", [] { return sql("metadata"); }, nullptr, &HistoryEntry::metadata, true},
    EntryColumn{"client_id", [] { return sql("client_id"); }, nullptr, &HistoryEntry::client_id,
                false},
    EntryColumn{"id", [] { return sql("id"); }, &HistoryEntry::id, nullptr, false},
};

/// The cell's text; null for NULL.
std::string const* cell_of(HistoryEntry const& entry, EntryColumn const& column) {
    if (column.text != nullptr) {
        return &(entry.*column.text);
    }
    auto const& cell = entry.*column.nullable;
    return cell ? &*cell : nullptr;
}

void append_csv(std::string& out, std::string const& cell) {
    if (!cell.empty() && cell.find_first_of(",\"\r\n") == std::string::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (char const c : cell) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    out += '"';
}

}  // namespace

Sql entry_columns() {
    std::vector<Sql> list;
    for (auto const& column : columns) {
        list.push_back(column.selected());
    }
    return comma_separated(list);
}

HistoryEntry history_entry(std::vector<std::optional<std::string>> cells) {
    if (cells.size() != columns.size()) {
        throw Error(ExitCode::bug, "a row of the history has other columns than were asked for");
    }
    HistoryEntry entry;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto const& column = columns.at(i);
        if (column.text != nullptr) {
            entry.*column.text = std::move(cells[i]).value_or("");
        } else {
            entry.*column.nullable = std::move(cells[i]);
        }
    }
    return entry;
}

std::string entry_as_json(HistoryEntry const& entry) {
    std::string out = "{";
    for (auto const& column : columns) {
        out += out.size() == 1 ? "" : ", ";
        schema::append_json(out, column.name);
        out += ": ";
        auto const* const cell = cell_of(entry, column);
        if (cell == nullptr || column.is_raw) {
            out += cell == nullptr ? "null" : *cell;
        } else {
            schema::append_json(out, *cell);
        }
    }
    return out + "}";
}

std::string csv_header() {
    std::string line;
    for (auto const& column : columns) {
        line += line.empty() ? "" : ",";
        line += column.name;
    }
    return line + "\n";
}

std::string entry_as_csv(HistoryEntry const& entry) {
    std::string line;
    for (auto const& column : columns) {
        line += &column == &columns.front() ? "" : ",";
        if (auto const* const cell = cell_of(entry, column)) {
            append_csv(line, *cell);
        }
    }
    return line + "\n";
}

}  // namespace lockstep::relay
