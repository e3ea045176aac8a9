#include "relay/present_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/core.h>

#include "base/text.hpp"
#include "relay/value_settings.hpp"

namespace lockstep::relay {

namespace {

constexpr Oid oid_type = 26;

/// Types whose cast to text is their output function; that of others is a function of its own
/// (inet shows a mask, character(n) drops its blanks).
constexpr std::array<Oid, 12> cast_as_printed{17,   25,   114,  700,  701,  1043,
                                              1082, 1083, 1114, 1184, 2950, 3802};

Oid to_oid(std::string_view digits) {
    Oid oid = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), oid);
    return oid;
}

constexpr std::string_view find_table = R"(
SELECT c.oid, n.nspname, c.relname, c.relkind = 'p' FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND
      CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END = $1)";

constexpr std::string_view find_columns = R"(
SELECT attname, atttypid, pg_catalog.format_type(atttypid, -1), attgenerated <> '',
       attidentity = 'a'
FROM pg_catalog.pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped
ORDER BY attnum)";

constexpr std::string_view find_key = R"(
SELECT a.attname FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place)
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
WHERE i.indrelid = $1::oid AND k.place <= i.indnkeyatts AND
      CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END
ORDER BY k.place)";

Sql query_text(std::string_view text) {
    return Sql::from_server(std::string(text));  // constants of this file
}

void read_columns(pg::Connection& source, PresentTable& table) {
    auto const oid = std::to_string(table.oid);
    std::array<pg::Parameter, 1> const parameters{oid};
    auto const rows = source.query(query_text(find_columns), parameters);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        table.columns.push_back({.name = std::string(rows.cell(i, 0)),
                                 .type = to_oid(rows.cell(i, 1)),
                                 // format_type printed it.
                                 .type_name = Sql::from_server(std::string(rows.cell(i, 2))),
                                 .is_generated = rows.cell(i, 3) == "t",
                                 .is_always_identity = rows.cell(i, 4) == "t"});
    }
    auto const key = source.query(query_text(find_key), parameters);
    for (std::size_t i = 0; i < key.size(); ++i) {
        table.key.emplace_back(key.cell(i, 0));
    }
}

/// A column's value as jsonb, or NULL.
Sql value_json(Sql const& alias, PresentColumn const& column) {
    auto const value = sql("{}.{}", alias, ident(column.name));
    if (column.form() == JsonForm::text) {
        return sql("to_jsonb({})", value_text(alias, column));
    }
    return column.type == oid_type ? sql("to_jsonb({}::bigint)", value)
                                   : sql("to_jsonb({})", value);
}

}  // namespace

Sql PresentTable::qualified() const {
    return sql("{}.{}", ident(schema), ident(name));
}

PresentColumn const* PresentTable::column(std::string_view column_name) const {
    auto const found = std::ranges::find(columns, column_name, &PresentColumn::name);
    return found == columns.end() ? nullptr : &*found;
}

std::optional<PresentTable> find_present_table(pg::Connection& source,
                                               std::string_view history_name) {
    std::array<pg::Parameter, 1> const parameters{history_name};
    auto const rows = source.query(query_text(find_table), parameters);
    if (rows.size() > 1) {
        // "a.b" of public, and b of a: the history's names cannot tell them apart.
        throw Error(ExitCode::refused,
                    fmt::format("two tables of the source are called {}", printable(history_name)));
    }
    if (rows.size() == 0) {
        return std::nullopt;
    }
    PresentTable table{.oid = to_oid(rows.cell(0, 0)),
                       .schema = std::string(rows.cell(0, 1)),
                       .name = std::string(rows.cell(0, 2)),
                       .history_name = std::string(history_name),
                       .is_partitioned = rows.cell(0, 3) == "t",
                       .columns = {},
                       .key = {}};
    read_columns(source, table);
    return table;
}

PresentTable present_table(pg::Connection& source, std::string_view history_name) {
    auto table = find_present_table(source, history_name);
    if (!table) {
        throw Error(ExitCode::not_found,
                    fmt::format("there is no table {} in {}", printable(history_name),
                                source.display_url()));
    }
    return std::move(*table);
}

Sql canonical_settings() {
    return sql("{}SET LOCAL row_security = off;\n", set_value_settings());
}

Sql value_text(Sql const& alias, PresentColumn const& column) {
    auto const value = sql("{}.{}", alias, ident(column.name));
    bool const by_cast = column.form() != JsonForm::text ||
                         std::ranges::find(cast_as_printed, column.type) != cast_as_printed.end();
    if (by_cast) {
        return sql("{}::text", value);
    }
    // format() prints NULL as nothing. A row of nulls IS NULL, but it is none here.
    return sql("CASE WHEN {} IS DISTINCT FROM NULL THEN format('%s', {}) END", value, value);
}

Sql row_json(Sql const& alias, PresentTable const& table) {
    // A function takes a hundred arguments.
    constexpr std::size_t at_a_time = 50;
    std::vector<Sql> objects;
    std::vector<Sql> pairs;
    auto const finish_object = [&] {
        objects.push_back(sql("jsonb_build_object({})", comma_separated(pairs)));
        pairs.clear();
    };
    for (auto const& column : table.columns) {
        if (column.is_generated) {
            continue;
        }
        pairs.push_back(sql("{}, {}", literal(column.name), value_json(alias, column)));
        if (pairs.size() == at_a_time) {
            finish_object();
        }
    }
    finish_object();
    return sql("({})", join(objects, sql(" || ")));
}

Sql key_texts(Sql const& alias, PresentTable const& table) {
    std::vector<Sql> parts;
    for (auto const& name : table.key) {
        parts.push_back(value_text(alias, *table.column(name)));
    }
    return sql("ARRAY[{}]::text[]", comma_separated(parts));
}

}  // namespace lockstep::relay
