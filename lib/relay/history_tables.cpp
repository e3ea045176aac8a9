#include "relay/history_tables.hpp"

#include <charconv>
#include <optional>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "schema/own.hpp"

namespace lockstep::relay {

namespace {

constexpr std::size_t longest_name = 63;

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

std::vector<HistoryTable> state_tables() {
    return {
        {sql("lockstep.relay_state"), sql(R"(
CREATE TABLE IF NOT EXISTS lockstep.relay_state (
    slot text PRIMARY KEY,
    epoch bigint NOT NULL,
    position bigint NOT NULL DEFAULT 0,
    lsn pg_lsn NOT NULL,
    system_identifier text NOT NULL,
    timeline integer NOT NULL,
    publication oid,
    term bigint NOT NULL DEFAULT 0,
    leader text,
    leader_backend integer,
    leader_since timestamptz,
    seen_at timestamptz
) WITH (fillfactor = 20);
)")},
        {sql("lockstep.relay_epoch"), sql(R"(
CREATE TABLE IF NOT EXISTS lockstep.relay_epoch (
    slot text NOT NULL,
    epoch bigint NOT NULL,
    position bigint NOT NULL,
    lsn pg_lsn NOT NULL,
    reason text NOT NULL,
    began_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (slot, epoch)
);
)")},
        {sql("lockstep.relay_relation"), sql(R"(
CREATE TABLE IF NOT EXISTS lockstep.relay_relation (
    slot text NOT NULL,
    relation oid NOT NULL,
    table_name text NOT NULL,
    definition jsonb NOT NULL,
    lsn pg_lsn NOT NULL,
    PRIMARY KEY (slot, relation)
);
)")},
        {sql("lockstep.relay_version"), sql(R"(
CREATE TABLE IF NOT EXISTS lockstep.relay_version (
    slot text NOT NULL,
    table_name text NOT NULL,
    version text NOT NULL,
    fingerprint text,
    lsn pg_lsn NOT NULL,
    changed_lsn pg_lsn,
    PRIMARY KEY (slot, table_name)
);
)")},
        {sql("lockstep.dead_letter"), sql(R"(
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
)")},
    };
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

/// As much of it as fits, and no half character: the server would cut away the month instead.
std::string_view shortened(std::string_view name, std::size_t bytes) {
    if (name.size() <= bytes) {
        return name;
    }
    while (bytes > 0 && (static_cast<unsigned char>(name[bytes]) & 0xC0U) == 0x80U) {
        --bytes;
    }
    return name.substr(0, bytes);
}

[[noreturn]] void refuse_name(std::string_view configured) {
    throw Error(ExitCode::bad_input,
                fmt::format("`sync.history.table`: \"{}\" cannot be the name of a table",
                            printable(configured)),
                "NAME or SCHEMA.NAME, each of at most 63 bytes; one that holds a dot or a quote is "
                "quoted as in SQL: \"my.log\"");
}

/// Takes a name from the front: up to a dot, or what stands between quotes.
std::optional<std::string> take_name(std::string_view& rest) {
    std::string name;
    if (!rest.starts_with('"')) {
        name = rest.substr(0, rest.find('.'));
        rest.remove_prefix(name.size());
        return name.find('"') == std::string::npos ? std::optional(name) : std::nullopt;
    }
    for (rest.remove_prefix(1); !rest.empty(); rest.remove_prefix(1)) {
        if (!rest.starts_with('"')) {
            name += rest.front();
        } else if (rest.starts_with("\"\"")) {
            rest.remove_prefix(1);
            name += '"';
        } else {
            rest.remove_prefix(1);
            return name;
        }
    }
    return std::nullopt;
}

bool is_name(std::optional<std::string> const& name) {
    return name && !name->empty() && name->size() <= longest_name && is_utf8(*name) &&
           name->find('\0') == std::string::npos;
}

}  // namespace

Sql HistoryNames::qualified() const {
    return sql("{}.{}", ident(schema), ident(table));
}

HistoryNames history_names(std::string_view configured) {
    auto rest = configured;
    auto first = take_name(rest);
    std::optional<std::string> second;
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        second = take_name(rest);
        if (!is_name(second)) {
            refuse_name(configured);
        }
    }
    if (!is_name(first) || !rest.empty()) {
        refuse_name(configured);
    }
    return second ? HistoryNames{.schema = *first, .table = *second}
                  : HistoryNames{.table = *first};
}

// With the comment, what `check` and the like read of the database is without them.
std::vector<HistoryTable> list_of_history_tables(HistoryNames const& names) {
    auto tables = state_tables();
    tables.insert(tables.begin(), {names.qualified(), change_history(names)});
    for (auto& table : tables) {
        table.create +=
            sql("COMMENT ON TABLE {} IS {};\n", table.name, literal(schema::own_comment));
    }
    return tables;
}

std::vector<std::string> history_schemas(HistoryNames const& names) {
    std::vector<std::string> schemas{"lockstep"};
    if (names.schema != schemas.front()) {
        schemas.push_back(names.schema);
    }
    return schemas;
}

std::string partition_name(HistoryNames const& names, std::string_view month) {
    auto const suffix = fmt::format("_{}_{}", month.substr(0, 4), month.substr(5, 2));
    return std::string(shortened(names.table, longest_name - suffix.size())) + suffix;
}

Sql history_partition(HistoryNames const& names, std::string_view month) {
    auto const partition = sql("{}.{}", ident(names.schema), ident(partition_name(names, month)));
    return sql(
        "CREATE TABLE IF NOT EXISTS {} PARTITION OF {} FOR VALUES FROM ({}) TO ({}); "
        "COMMENT ON TABLE {} IS {}",
        partition, names.qualified(), literal(fmt::format("{} 00:00:00+00", month)),
        literal(fmt::format("{} 00:00:00+00", next_month(month))), partition,
        literal(schema::own_comment));
}

}  // namespace lockstep::relay
