#include <array>

#include "relay/numbers.hpp"
#include "relay/setup.hpp"
#include "schema/own.hpp"

namespace lockstep::relay {

namespace {

constexpr int months_ahead = 2;

enum class Presence { missing, of_others, ours };

Presence presence(pg::Connection& connection, Sql const& table) {
    auto const rows = connection.query(
        sql("SELECT pg_catalog.pg_has_role(relowner, 'USAGE') FROM pg_catalog.pg_class WHERE oid = "
            "pg_catalog.to_regclass($1)"),
        std::array<pg::Parameter, 1>{table.text()});
    return rows.size() == 0         ? Presence::missing
           : rows.cell(0, 0) == "t" ? Presence::ours
                                    : Presence::of_others;
}

void read_schema(pg::Connection& connection, std::string const& schema, HistoryFacts& facts) {
    auto const rows = connection.query(
        sql("SELECT pg_catalog.has_schema_privilege(oid, 'USAGE') AND "
            "pg_catalog.has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace WHERE "
            "nspname = $1"),
        std::array<pg::Parameter, 1>{schema});
    if (rows.size() == 0) {
        facts.missing_schemas.push_back(schema);
    } else if (rows.cell(0, 0) != "t") {
        facts.closed_schemas.push_back(schema);
    }
}

/// The first days of this month and of those after it, by the server's clock.
std::vector<std::string> months(pg::Connection& connection) {
    auto const last = std::to_string(months_ahead);
    auto const rows = connection.query(
        sql("SELECT pg_catalog.to_char(pg_catalog.date_trunc('month', now() AT TIME ZONE 'UTC') + "
            "n * interval '1 month', 'YYYY-MM-DD') FROM pg_catalog.generate_series(0, $1::int) n "
            "ORDER BY n"),
        std::array<pg::Parameter, 1>{last});
    std::vector<std::string> days;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        days.emplace_back(rows.cell(i, 0));
    }
    return days;
}

void read_partitions(pg::Connection& connection, HistoryNames const& names, HistoryFacts& facts) {
    for (auto const& month : months(connection)) {
        auto const name = sql("{}.{}", ident(names.schema), ident(partition_name(names, month)));
        if (presence(connection, name) == Presence::missing) {
            facts.missing_partitions.push_back(history_partition(names, month));
        }
    }
}

}  // namespace

// to_regclass finds nothing in a schema that we may not use, and says nothing: those schemas come
// first.
HistoryFacts read_history_facts(pg::Connection& history, HistoryNames const& names,
                                std::string const& slot) {
    HistoryFacts facts{.rights = read_role_rights(history),
                       .in_recovery = read_server_state(history).in_recovery};
    for (auto const& schema : history_schemas(names)) {
        read_schema(history, schema, facts);
    }
    if (!facts.closed_schemas.empty()) {
        return facts;
    }
    for (auto& table : list_of_history_tables(names)) {
        auto const is = presence(history, table.name);
        if (is == Presence::missing) {
            facts.missing_tables.push_back(std::move(table));
        } else if (is == Presence::of_others) {
            facts.tables_of_others.push_back(table.name);
        }
    }
    read_partitions(history, names, facts);
    facts.missing_columns = missing_columns(history);
    if (facts.tables_of_others.empty()) {
        facts.state = read_state_row(history, slot);
    }
    return facts;
}

// CREATE … IF NOT EXISTS wants the rights of CREATE even where there is nothing to make.
Statements make_history(HistoryFacts const& facts) {
    Statements statements;
    for (auto const& name : facts.missing_schemas) {
        statements.push_back(sql("CREATE SCHEMA IF NOT EXISTS {}", ident(name)));
        if (name == schema::own_namespace) {
            statements.push_back(
                sql("COMMENT ON SCHEMA {} IS {}", ident(name), literal(schema::own_comment)));
        }
    }
    for (auto const& table : facts.missing_tables) {
        statements.push_back(table.create);
    }
    return statements;
}

}  // namespace lockstep::relay
