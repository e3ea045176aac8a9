#include "apply/row_prints.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "schema/kind.hpp"

namespace lockstep::apply {

namespace {

using plan::KeptColumn;
using plan::KeptTable;

/// A row as an array, whose text quotes its values: no two rows look alike.
Sql row_text(KeptTable const& table, Side side) {
    std::vector<Sql> parts;
    for (auto const& column : table.columns) {
        parts.push_back(
            sql("t.{}::text", ident(side == Side::before ? column.before : column.after)));
    }
    return sql("ARRAY[{}]::text[]::text", comma_separated(parts));
}

Sql print_query(KeptTable const& table, Side side) {
    auto const name =
        schema::dotted(schema::Names(side == Side::before ? table.before : table.after));
    return sql(
        "SELECT count(*), coalesce(encode(sha256(convert_to(string_agg(h, '' ORDER BY h COLLATE "
        "\"C\"), 'UTF8')), 'hex'), '') FROM (SELECT encode(sha256(convert_to({}, 'UTF8')), 'hex') "
        "AS h FROM {}{} t) s",
        row_text(table, side), table.with_below ? Sql() : sql("ONLY "), name);
}

}  // namespace

std::vector<RowPrint> row_prints(pg::Connection& connection, std::vector<KeptTable> const& tables,
                                 Side side) {
    std::vector<Sql> queries;
    queries.reserve(tables.size());
    for (auto const& table : tables) {
        queries.push_back(print_query(table, side));
    }
    std::vector<RowPrint> prints(tables.size());
    connection.pipeline(queries, [&](std::size_t i, pg::Rows const& rows) {
        prints[i] = {std::string(rows.cell(0, 0)), std::string(rows.cell(0, 1))};
    });
    return prints;
}

std::vector<std::string> broken_promises(std::vector<KeptTable> const& tables,
                                         std::vector<RowPrint> const& before,
                                         std::vector<RowPrint> const& after) {
    std::vector<std::string> broken;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        auto const name = schema::dotted(schema::Names(tables[i].before)).text();
        if (before[i].rows != after[i].rows) {
            broken.push_back(fmt::format("table {} had {} rows, and has {}", name, before[i].rows,
                                         after[i].rows));
        } else if (before[i] != after[i]) {
            broken.push_back(fmt::format("rows of table {} hold other values", name));
        }
    }
    return broken;
}

std::vector<KeptTable> kept_there_and_back(std::vector<KeptTable> const& there,
                                           std::vector<KeptTable> const& back) {
    std::vector<KeptTable> both;
    for (auto table : there) {
        auto const other = std::find_if(back.begin(), back.end(), [&](KeptTable const& candidate) {
            return candidate.before == table.after && candidate.after == table.before;
        });
        if (other == back.end()) {
            continue;
        }
        std::erase_if(table.columns, [&](KeptColumn const& column) {
            return std::find(other->columns.begin(), other->columns.end(),
                             KeptColumn{column.after, column.before}) == other->columns.end();
        });
        table.after = table.before;
        for (auto& column : table.columns) {
            column.after = column.before;
        }
        both.push_back(std::move(table));
    }
    return both;
}

}  // namespace lockstep::apply
