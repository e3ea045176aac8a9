#include "relay/late_columns.hpp"

#include <array>

#include <fmt/core.h>

#include "base/error.hpp"

namespace lockstep::relay {

namespace {

/// Each column that is added to list_of_history_tables() after its table was first made.
constexpr std::array late_columns{
    LateColumn{.table = "relay_state", .column = "publication", .definition = "oid"},
};

bool is_missing(pg::Connection& history, LateColumn const& it) {
    auto const rows = history.query(
        sql("SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND "
            "a.attname = $2 AND NOT a.attisdropped) FROM pg_catalog.pg_class AS c JOIN "
            "pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'lockstep' "
            "AND c.relname = $1"),
        std::array<pg::Parameter, 2>{it.table, it.column});
    return rows.size() > 0 && rows.cell(0, 0) == "f";
}

}  // namespace

Sql LateColumn::add() const {
    // The definition is a text of our source.
    return sql("ALTER TABLE lockstep.{} ADD COLUMN IF NOT EXISTS {} {}", ident(table),
               ident(column), Sql::from_server(std::string(definition)));
}

std::vector<LateColumn> missing_columns(pg::Connection& history) {
    std::vector<LateColumn> missing;
    for (auto const& it : late_columns) {
        if (is_missing(history, it)) {
            missing.push_back(it);
        }
    }
    return missing;
}

void require_all_columns(pg::Connection& history) {
    auto const missing = missing_columns(history);
    if (!missing.empty()) {
        throw Error(ExitCode::not_found,
                    fmt::format("the relay's tables are of an earlier version: lockstep.{} has no "
                                "column {}",
                                missing.front().table, missing.front().column),
                    "Bring them up to date: lockstep sync setup");
    }
}

}  // namespace lockstep::relay
