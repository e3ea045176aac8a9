#include "relay/verify.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "pg/copy.hpp"
#include "relay/history_breaks.hpp"
#include "relay/history_moment.hpp"
#include "relay/numbers.hpp"

namespace lockstep::relay {

namespace {

/// The server's 64 bits without the epoch, as the log and the history have it.
std::uint32_t short_xid(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return static_cast<std::uint32_t>(number);
}

Snapshot take_snapshot(pg::Connection& source) {
    auto const rows = source.query(
        sql("SELECT pg_current_wal_insert_lsn(), pg_snapshot_xmax(now), array_to_string(ARRAY("
            "SELECT pg_snapshot_xip(now)), ',') FROM pg_current_snapshot() AS now"));
    Snapshot snapshot{.after = to_lsn(rows.cell(0, 0)),
                      .next_transaction = short_xid(rows.cell(0, 1)),
                      .running_transactions = {}};
    for (auto const& xid : split(rows.cell(0, 2), ',')) {
        if (!xid.empty()) {
            snapshot.running_transactions.push_back(short_xid(xid));
        }
    }
    return snapshot;
}

Sql locks(std::vector<PresentTable> const& tables) {
    std::vector<Sql> names;
    for (auto const& table : tables) {
        names.push_back(table.qualified());
    }
    return sql("LOCK TABLE {} IN ACCESS SHARE MODE", comma_separated(names));
}

std::string missing_key(std::string const& table) {
    return fmt::format("{} has no primary key, its rows cannot be told apart: not compared",
                       printable(table));
}

std::vector<std::string> tables_of_history(pg::Connection& history, HistoryNames const& names) {
    auto const rows = history.query(
        sql("SELECT DISTINCT table_name FROM {} WHERE operation <> 'SCHEMA' ORDER BY 1",
            names.qualified()));
    std::vector<std::string> list;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        list.emplace_back(rows.cell(i, 0));
    }
    return list;
}

Sql copy_table(PresentTable const& table) {
    std::vector<Sql> key;
    for (auto const& name : table.key) {
        key.push_back(value_text(sql("present"), *table.column(name)));
    }
    // Rows of tables that inherit from it are told under those tables' names.
    return sql("COPY (SELECT {}, {} FROM {} {} AS present ORDER BY {} COLLATE \"C\") TO STDOUT",
               comma_separated(key), row_json(sql("present"), table),
               table.is_partitioned ? Sql() : sql("ONLY"), table.qualified(),
               key_texts(sql("present"), table));
}

FoundRow found_row(std::vector<std::optional<std::string>> cells) {
    FoundRow row;
    row.json = std::move(cells.back()).value_or("");
    cells.pop_back();
    for (auto& cell : cells) {
        row.key.push_back(std::move(cell).value_or(""));
    }
    return row;
}

std::vector<TableTruncate> truncates_in(pg::Connection& history, EventsQuery const& query) {
    std::vector<TableTruncate> list;
    auto const rows = history.query(truncations_of(query));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        list.push_back({.position = parse_position(rows.cell(i, 0)).value_or(0)});
    }
    return list;
}

}  // namespace

Sql seen_at(Snapshot const& moment) {
    constexpr long long numbers = 1LL << 32;
    // Numbers come again. Those of half a round ago count as later ones, but each transaction wrote
    // more than 32 bytes since, and none takes that long between its commit and its end.
    constexpr std::uint64_t half_a_round = static_cast<std::uint64_t>(numbers / 2) * 32;
    auto const long_before =
        Lsn{moment.after.value > half_a_round ? moment.after.value - half_a_round : 0};
    std::vector<Sql> running{sql("NULL")};
    for (auto const xid : moment.running_transactions) {
        running.push_back(number(xid));
    }
    return sql(
        "NOT (lsn > {} OR (lsn > {} AND ((transaction_id - {} + {}) % {} < {} OR "
        "coalesce(transaction_id IN ({}), false))))",
        lsn_literal(moment.after), lsn_literal(long_before), number(moment.next_transaction),
        number(numbers), number(numbers), number(numbers / 2), comma_separated(running));
}

Verifier::Verifier(pg::Connection& history, pg::Connection& source, HistoryNames names,
                   std::string const& slot)
    : history_(history),
      source_(source),
      names_(std::move(names)),
      notes_(history_breaks(history, slot)) {}

void Verifier::find_tables(std::vector<std::string> names) {
    bool const are_named = !names.empty();
    if (!are_named) {
        names = tables_of_history(history_, names_);
    }
    for (auto const& name : names) {
        auto table = are_named ? std::optional(present_table(source_, name))
                               : find_present_table(source_, name);
        if (!table) {
            notes_.push_back(fmt::format("{} is no more there: not compared", printable(name)));
        } else if (table->key.empty()) {
            notes_.push_back(missing_key(name));
        } else {
            tables_.push_back(std::move(*table));
        }
    }
}

Lsn Verifier::look(std::vector<std::string> tables) {
    find_tables(std::move(tables));
    snapshot_.emplace(source_, pg::Transaction::Mode::snapshot);
    source_.execute(canonical_settings());
    // Before the snapshot, which the first query takes: a TRUNCATE after it would be seen.
    if (!tables_.empty()) {
        source_.execute(locks(tables_));
    }
    moment_ = take_snapshot(source_);
    return moment_.after;
}

void Verifier::compare(CompareOptions const& options,
                       std::function<void(TableComparison const&)> const& take) {
    pg::Transaction const snapshot(history_, pg::Transaction::Mode::snapshot);
    for (auto const& table : tables_) {
        take(compare(table, options));
    }
}

TableComparison Verifier::compare(PresentTable const& table, CompareOptions options) {
    auto const end =
        history_.query(sql("SELECT coalesce(max(position), 0) FROM {}", names_.qualified()));
    EventsQuery query{.names = names_,
                      .table = table.history_name,
                      .key_columns = table.key,
                      .selection = {},
                      .past_before = 0,
                      .to = parse_position(end.cell(0, 0)).value_or(0),
                      .visible = seen_at(moment_),
                      .keys = {},
                      .touched_only = false};
    query.past_before = query.to + 1;
    TableComparison it{
        .table = table.history_name, .present = table, .comparison = {}, .notes = {}};
    auto const truncates = truncates_in(history_, query);
    // Whatever was there before, it was empty then.
    options.is_complete = options.is_complete || !truncates.empty();
    if (auto const other = history_.query(last_other_key(query)); !other.is_null(0, 0)) {
        it.notes.push_back(
            fmt::format("entries up to position {} do not tell their row by its key: they are "
                        "passed over",
                        other.cell(0, 0)));
    }
    pg::CopyOut events(history_, events_copy(query));
    pg::CopyOut rows(source_, copy_table(table));
    ToldRows told(
        [&]() -> std::optional<RowEvent> {
            auto const row = events.next();
            return row ? std::optional(row_event(pg::copy_cells(*row))) : std::nullopt;
        },
        truncates);
    it.comparison =
        compare_rows([&] { return told.next(); },
                     [&]() -> std::optional<FoundRow> {
                         auto const row = rows.next();
                         return row ? std::optional(found_row(pg::copy_cells(*row))) : std::nullopt;
                     },
                     options);
    return it;
}

}  // namespace lockstep::relay
