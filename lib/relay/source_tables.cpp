#include "relay/source_tables.hpp"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "base/text.hpp"
#include "relay/numbers.hpp"

namespace lockstep::relay {

namespace {

constexpr std::string_view own_schema = "lockstep";

// An index of which the server says that it is replica identity, or would take as one: unique,
// valid, checked at once, over columns alone that are NOT NULL, of all rows.
Sql all_tables() {
    return sql(R"(
SELECT n.nspname, c.relname, c.oid, r.rolname, pg_catalog.pg_has_role(c.relowner, 'USAGE'),
    pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        AND pg_catalog.has_table_privilege(c.oid, 'SELECT'),
    c.relkind = 'p',
    EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass
        AND d.objid = c.oid AND d.deptype = 'e'),
    CASE c.relreplident WHEN 'f' THEN 'full'
        WHEN 'd' THEN CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid
            AND i.indisprimary AND i.indimmediate AND i.indisvalid) THEN 'key' END
        WHEN 'i' THEN CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid
            AND i.indisreplident AND i.indisvalid) THEN 'index' END
        END,
    (SELECT x.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid
        AND i.indpred IS NULL AND i.indexprs IS NULL AND NOT EXISTS (
            SELECT FROM pg_catalog.unnest(i.indkey) WITH ORDINALITY k (number, place)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
            WHERE k.place <= i.indnkeyatts AND NOT a.attnotnull)
        ORDER BY i.indnkeyatts, x.relname LIMIT 1),
    r.rolsuper, rn.nspname, rc.relname
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
LEFT JOIN pg_catalog.pg_class rc ON c.relispartition AND rc.oid = pg_catalog.pg_partition_root(c.oid)
LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace
WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND c.oid >= 16384
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C")");
}

Identity identity_of(std::string_view word) {
    return word == "key"     ? Identity::key
           : word == "index" ? Identity::index
           : word == "full"  ? Identity::full
                             : Identity::nothing;
}

bool matches(SourceTable const& it, std::string const& pattern) {
    return matches_glob(pattern, it.table.shown()) ||
           (it.table.schema == "public" && matches_glob(pattern, it.table.name));
}

// What an extension brought is published when it is asked for by its very name.
bool is_asked_for(SourceTable const& it, std::span<std::string const> patterns) {
    if (it.of_extension) {
        return is_named(it.table, patterns);
    }
    return patterns.empty() || std::ranges::any_of(patterns, [&](std::string const& pattern) {
               return matches(it, pattern);
           });
}

}  // namespace

std::vector<SourceTable> read_source_tables(pg::Connection& source) {
    auto const rows = source.query(all_tables());
    std::vector<SourceTable> tables;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const text = [&](std::size_t column) { return std::string(rows.cell(i, column)); };
        tables.push_back({.table = {text(0), text(1)},
                          .oid = static_cast<std::uint32_t>(to_number(text(2))),
                          .owner = text(3),
                          .owned = text(4) == "t",
                          .owner_is_superuser = text(10) == "t",
                          .readable = text(5) == "t",
                          .partitioned = text(6) == "t",
                          .of_extension = text(7) == "t",
                          .identity = identity_of(text(8)),
                          .suitable_index = text(9)});
        if (!rows.is_null(i, 12)) {
            tables.back().root = TableName{text(11), text(12)};
        }
    }
    return tables;
}

bool is_named(TableName const& table, std::span<std::string const> patterns) {
    return std::ranges::any_of(patterns, [&](std::string const& pattern) {
        return pattern == table.shown() || (table.schema == "public" && pattern == table.name);
    });
}

bool is_own(SourceTable const& it, HistoryNames const& history) {
    TableName const change_history{history.schema, history.table};
    return it.table.schema == own_schema || it.table == change_history || it.root == change_history;
}

std::string some_of(std::span<TableName const> tables, std::size_t most,
                    std::string_view before_rest) {
    std::vector<std::string> names;
    for (auto const& table : tables.first(std::min(most, tables.size()))) {
        names.push_back(printable(table.shown()));
    }
    auto const rest = tables.size() - names.size();
    return join(names, ", ") + (rest > 0 ? fmt::format("{} {} more", before_rest, rest) : "");
}

std::vector<TableName> wanted_tables(std::span<SourceTable const> all,
                                     std::span<std::string const> patterns,
                                     HistoryNames const& history) {
    std::set<TableName> wanted;
    for (auto const& it : all) {
        if (!is_own(it, history) && is_asked_for(it, patterns)) {
            wanted.insert(it.table);
        }
    }
    for (auto const& it : all) {
        if (it.root && wanted.contains(*it.root)) {
            wanted.erase(it.table);
        }
    }
    return {wanted.begin(), wanted.end()};
}

std::vector<SourceTable> rows_of(std::span<SourceTable const> all, TableName const& published) {
    std::vector<SourceTable> holders;
    for (auto const& it : all) {
        if (!it.partitioned && (it.table == published || it.root == published)) {
            holders.push_back(it);
        }
    }
    return holders;
}

}  // namespace lockstep::relay
