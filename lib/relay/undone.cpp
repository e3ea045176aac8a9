// Which entries of the history a restore undoes.
#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "relay/history_filter.hpp"
#include "relay/restore.hpp"

namespace lockstep::relay {

namespace {

std::int64_t position_in(pg::Rows const& rows, std::size_t column) {
    return rows.is_null(0, column) ? 0 : parse_position(rows.cell(0, column)).value_or(0);
}

void read_bounds(pg::Connection& history, HistoryNames const& names, Undone& undone) {
    auto const rows =
        history.query(sql("SELECT min(position), max(position) FROM {}", names.qualified()));
    undone.history_begins = position_in(rows, 0);
    undone.history_ends = position_in(rows, 1);
    if (undone.history_ends == 0) {
        throw Error(ExitCode::not_found, "the history is empty");
    }
}

[[noreturn]] void refuse_too_early(Undone const& undone) {
    throw Error(ExitCode::not_found,
                fmt::format("the history begins at position {}: it does not tell what was before",
                            undone.history_begins));
}

/// The last position that is not undone.
std::int64_t position_at(pg::Connection& history, HistoryNames const& names,
                         PointInTime const& point, Undone const& undone) {
    if (point.position) {
        if (*point.position > undone.history_ends) {
            throw Error(ExitCode::not_found,
                        fmt::format("the history ends at position {}", undone.history_ends));
        }
        return *point.position;
    }
    auto const rows = history.query(sql("SELECT max(position) FROM {} WHERE timestamp <= {}",
                                        names.qualified(), moment_sql(point.moment)));
    return position_in(rows, 0);
}

void select_after(pg::Connection& history, HistoryNames const& names, RestoreRequest const& request,
                  Undone& undone) {
    auto const position = position_at(history, names, *request.to, undone);
    if (position < undone.history_begins - 1) {
        refuse_too_early(undone);
    }
    undone.selection.from = position + 1;
}

void select_transaction(pg::Connection& history, HistoryNames const& names,
                        RestoreRequest const& request, Undone& undone) {
    auto const of_transaction =
        sql("FROM {} WHERE transaction_id = {}", names.qualified(), number(*request.undo));
    auto const rows = history.query(
        sql("SELECT min(position), max(position), lsn, max(timestamp), count(*) OVER () {} GROUP "
            "BY lsn ORDER BY lsn DESC LIMIT 1",
            of_transaction));
    if (rows.size() == 0) {
        throw Error(ExitCode::not_found,
                    fmt::format("the history knows no transaction {}", *request.undo));
    }
    undone.selection.from = position_in(rows, 0);
    undone.selection.to = position_in(rows, 1);
    if (rows.cell(0, 4) != "1") {
        undone.notes.push_back(
            fmt::format("{} transactions had the number {}: the last one is meant, committed at {}",
                        rows.cell(0, 4), *request.undo, rows.cell(0, 3)));
    }
}

void select_last(pg::Connection& history, HistoryNames const& names, RestoreRequest const& request,
                 Undone& undone) {
    HistoryFilter const filter{.tables = request.tables,
                               .key = {},
                               .clients = {*request.client},
                               .operations = {"INSERT", "UPDATE", "DELETE", "TRUNCATE"},
                               .since = {},
                               .until = {},
                               .transaction = {},
                               .from_position = {},
                               .to_position = {}};
    auto rows = history.query(position_of_last(names, filter, *request.last));
    if (rows.size() == 0) {  // there are fewer: all of them
        rows = history.query(sql("SELECT min(position) FROM {} WHERE {}", names.qualified(),
                                 history_condition(filter)));
    }
    if (rows.is_null(0, 0)) {
        throw Error(ExitCode::not_found, fmt::format("the history knows no change of client {}",
                                                     printable(*request.client)));
    }
    undone.selection.from = position_in(rows, 0);
}

Sql selected(Selection const& selection) {
    auto const range =
        sql("position BETWEEN {} AND {}", number(selection.from), number(selection.to));
    return selection.client ? sql("{} AND client_id = {}", range, literal(*selection.client))
                            : range;
}

void find_tables(pg::Connection& history, HistoryNames const& names, Undone& undone) {
    auto const rows = history.query(
        sql("SELECT DISTINCT table_name FROM {} WHERE {} AND operation <> 'SCHEMA' ORDER BY 1",
            names.qualified(), selected(undone.selection)));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        undone.tables.emplace_back(rows.cell(i, 0));
    }
}

}  // namespace

Undone undone_by(pg::Connection& history, HistoryNames const& names,
                 RestoreRequest const& request) {
    Undone undone{.selection = {},
                  .tables = request.tables,
                  .history_begins = 0,
                  .history_ends = 0,
                  .is_checked = request.undo || request.client,
                  .notes = {}};
    read_bounds(history, names, undone);
    undone.selection.to = undone.history_ends;
    undone.selection.client = request.client;
    if (request.undo) {
        select_transaction(history, names, request, undone);
    } else if (request.last) {
        select_last(history, names, request, undone);
    } else {
        select_after(history, names, request, undone);
    }
    if (undone.tables.empty()) {
        find_tables(history, names, undone);
    }
    return undone;
}

}  // namespace lockstep::relay
