#include "relay/history_tables.hpp"

#include <charconv>

#include <fmt/core.h>

namespace lockstep::relay {

namespace {

Sql change_history(HistoryNames const& names) {
    return sql(R"(
CREATE TABLE IF NOT EXISTS {} (
    id uuid NOT NULL,
    position bigint NOT NULL,
    lsn pg_lsn NOT NULL,
    table_name text NOT NULL,
    operation text NOT NULL,
    data jsonb,
    old_data jsonb,
    transaction_id bigint NOT NULL,
    schema_version text NOT NULL,
    timestamp timestamptz NOT NULL,
    metadata jsonb,
    client_id text,
    PRIMARY KEY (position, timestamp)
) PARTITION BY RANGE (timestamp);
)",
               names.qualified());
}

Sql state_tables() {
    return sql(R"(
CREATE TABLE IF NOT EXISTS lockstep.relay_state (
    slot text PRIMARY KEY,
    epoch bigint NOT NULL,
    position bigint NOT NULL DEFAULT 0,
    lsn pg_lsn NOT NULL,
    system_identifier text NOT NULL,
    timeline integer NOT NULL,
    term bigint NOT NULL DEFAULT 0,
    leader text,
    leader_backend integer,
    leader_since timestamptz,
    seen_at timestamptz
) WITH (fillfactor = 20);
CREATE TABLE IF NOT EXISTS lockstep.relay_epoch (
    slot text NOT NULL,
    epoch bigint NOT NULL,
    position bigint NOT NULL,
    lsn pg_lsn NOT NULL,
    reason text NOT NULL,
    began_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (slot, epoch)
);
CREATE TABLE IF NOT EXISTS lockstep.relay_relation (
    slot text NOT NULL,
    relation oid NOT NULL,
    table_name text NOT NULL,
    definition jsonb NOT NULL,
    PRIMARY KEY (slot, relation)
);
CREATE TABLE IF NOT EXISTS lockstep.relay_version (
    slot text NOT NULL,
    table_name text NOT NULL,
    version text NOT NULL,
    fingerprint text,
    lsn pg_lsn NOT NULL,
    PRIMARY KEY (slot, table_name)
);
CREATE TABLE IF NOT EXISTS lockstep.dead_letter (
    slot text NOT NULL,
    position bigint NOT NULL,
    lsn pg_lsn NOT NULL,
    table_name text NOT NULL,
    operation text NOT NULL,
    error text NOT NULL,
    message bytea,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (slot, position)
);
)");
}

/// The first day of the month after, by its text.
std::string next_month(std::string_view month) {
    int year = 0;
    int number = 0;
    std::from_chars(month.data(), month.data() + 4, year);
    std::from_chars(month.data() + 5, month.data() + 7, number);
    return number == 12 ? fmt::format("{:04}-01-01", year + 1)
                        : fmt::format("{:04}-{:02}-01", year, number + 1);
}

}  // namespace

Sql HistoryNames::qualified() const {
    return sql("{}.{}", ident(schema), ident(table));
}

HistoryNames history_names(std::string_view configured) {
    auto const dot = configured.find('.');
    if (dot == std::string_view::npos) {
        return {.table = std::string(configured)};
    }
    return {.schema = std::string(configured.substr(0, dot)),
            .table = std::string(configured.substr(dot + 1))};
}

Sql history_tables(HistoryNames const& names) {
    return sql("CREATE SCHEMA IF NOT EXISTS lockstep;\nCREATE SCHEMA IF NOT EXISTS {};\n{}{}",
               ident(names.schema), change_history(names), state_tables());
}

std::string partition_name(HistoryNames const& names, std::string_view month) {
    return fmt::format("{}_{}_{}", names.table, month.substr(0, 4), month.substr(5, 2));
}

Sql history_partition(HistoryNames const& names, std::string_view month) {
    return sql("CREATE TABLE IF NOT EXISTS {}.{} PARTITION OF {} FOR VALUES FROM ({}) TO ({});",
               ident(names.schema), ident(partition_name(names, month)), names.qualified(),
               literal(fmt::format("{} 00:00:00+00", month)),
               literal(fmt::format("{} 00:00:00+00", next_month(month))));
}

}  // namespace lockstep::relay
