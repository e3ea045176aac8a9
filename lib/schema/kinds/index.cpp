#include "schema/kinds/index.hpp"

#include <algorithm>

#include "schema/kinds/alter.hpp"
#include "schema/kinds/table.hpp"

namespace lockstep::schema {

namespace {

// pg_get_indexdef is asked only where the catalog's columns do not say all: expressions, and
// methods whose operator classes may have parameters. It costs more than the rest of the row.
std::string query(int version) {
    return fmt::format(
        "SELECT i.indexrelid, i.indrelid, n.nspname, c.relname, nullif(a.amname, 'btree'), "
        "nullif(i.indisunique, false), i.indkey, "
        "i.indnkeyatts, i.indclass, i.indcollation, i.indoption, "
        "CASE WHEN i.indexprs IS NOT NULL OR a.amname NOT IN ('btree', 'hash') THEN "
        "pg_get_indexdef(i.indexrelid) END, "
        "CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END, {}, "
        "c.reloptions, s.spcname, "
        "nullif(i.indisvalid, true), nullif(i.indisclustered, false), nullif(i.indisreplident, "
        "false), "
        "CASE WHEN c.relispartition THEN (SELECT inhparent::regclass FROM pg_inherits WHERE "
        "inhrelid = c.oid) END, "
        "CASE WHEN i.indexprs IS NOT NULL THEN (SELECT array_agg(format('%s=%s', attnum, "
        "attstattarget) ORDER BY attnum) "
        "FROM pg_attribute WHERE attrelid = c.oid AND attstattarget >= 0) END "
        "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = "
        "c.relnamespace "
        "JOIN pg_am a ON a.oid = c.relam LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace "
        "WHERE {}",
        since(version, 150000, "nullif(i.indnullsnotdistinct, false)", "NULL"), of_users);
}

enum Cell : std::size_t {
    oid,
    table,
    name_space,
    name,
    method,
    unique,
    key,
    key_count,
    classes,
    collations,
    order,
    definition,
    predicate,
    nulls_not_distinct,
    options,
    tablespace,
    valid,
    clustered,
    replica_identity,
    parent,
    statistics,
};

/// `name COLLATE "C" text_pattern_ops DESC NULLS LAST`: key `i` of an index over columns alone.
std::string key_text(CatalogReader& reader, ColumnInfo const& column, Oid collation,
                     Oid operator_class, int flags) {
    constexpr int descending = 1;   // INDOPTION_DESC
    constexpr int nulls_first = 2;  // INDOPTION_NULLS_FIRST
    auto text = ident(column.name).text();
    if (auto const other = reader.collation(collation, column.collation); !other.empty()) {
        text += fmt::format(" COLLATE {}", other.text());
    }
    if (auto const other = reader.operator_class(operator_class, column.type); !other.empty()) {
        text += fmt::format(" {}", other);
    }
    bool const is_descending = (flags & descending) != 0;
    bool const has_nulls_first = (flags & nulls_first) != 0;
    text += is_descending ? " DESC" : "";
    if (has_nulls_first != is_descending) {
        text += has_nulls_first ? " NULLS FIRST" : " NULLS LAST";
    }
    return text;
}

struct Keys {
    std::vector<std::string> keys;
    std::vector<std::string> included;
};

Keys keys_of(CatalogReader& reader, Relation const& relation, CatalogRow const& row) {
    Keys result;
    auto const columns = numbers(row[key]);
    auto const count = static_cast<std::size_t>(to_int(row[key_count]));
    auto const name_at = [&](std::size_t i) {
        auto const* const column = relation.column(columns[i]);
        return column == nullptr ? std::string("?") : std::string(column->name);
    };
    for (std::size_t i = count; i < columns.size(); ++i) {
        result.included.push_back(name_at(i));
    }
    if (!row[definition].empty()) {
        result.keys = index_keys(row[definition]);
        return result;
    }
    auto const class_oids = numbers(row[classes]);
    auto const collation_oids = numbers(row[collations]);
    auto const flags = numbers(row[order]);
    for (std::size_t i = 0; i < count; ++i) {
        if (auto const* const column = relation.column(columns[i])) {
            result.keys.push_back(key_text(reader, *column, static_cast<Oid>(collation_oids[i]),
                                           static_cast<Oid>(class_oids[i]), flags[i]));
        }
    }
    return result;
}

/// What constraints and indexes both have of an index.
void set_common(CatalogReader& reader, std::vector<Field>& fields, Kind const& kind,
                CatalogRow const& row, Keys const& keys) {
    auto const set = [&](std::string_view property, Value value) {
        reader.set(fields, kind, property, value);
    };
    set("nulls_not_distinct", flag(is_true(row[nulls_not_distinct])));
    if (!keys.included.empty()) {
        set("include", Value(reader.keep_list(keys.included)));
    }
    if (!row[options].empty()) {
        set("with", Value(reader.keep_list(array_items(row[options]))));
    }
    set("tablespace", Value(reader.keep(row[tablespace])));
    set("where", Value(reader.keep(row[predicate])));
    set("invalid", flag(row[valid] == "f"));
}

void read(CatalogReader& reader, Kind const& kind, CatalogRow const& row) {
    auto* const relation = reader.relation(to_oid(row[table]));
    if (relation == nullptr) {
        return;
    }
    if (is_true(row[clustered])) {
        reader.set(relation->fields, *relation->kind, "clustered_on",
                   Value(reader.keep(row[name])));
    }
    if (is_true(row[replica_identity])) {
        auto const text = sql("USING INDEX {}", ident(row[name])).text();
        reader.set(relation->fields, *relation->kind, "replica_identity", Value(reader.keep(text)));
    }
    auto const keys = keys_of(reader, *relation, row);
    if (auto pending = reader.take_expected(to_oid(row[oid]))) {
        set_common(reader, pending->fields, pending->kind, row, keys);
        reader.set(pending->fields, pending->kind, "parent_index", Value(reader.keep(row[parent])));
        reader.add(pending->kind, pending->key, pending->names, pending->fields);
        reader.alias({"pg_class", to_oid(row[oid])}, pending->key);
        return;
    }
    std::vector<Field> fields;
    fields.reserve(6);
    set_common(reader, fields, kind, row, keys);
    auto const set = [&](std::string_view property, Value value) {
        reader.set(fields, kind, property, value);
    };
    set("table", Value(reader.dotted_name(*relation)));
    set("method", Value(reader.keep(row[method])));
    set("unique", flag(is_true(row[unique])));
    set("columns", Value(reader.keep_list(keys.keys)));
    set("parent", Value(reader.keep(row[parent])));
    if (!row[statistics].empty()) {
        set("statistics", Value(reader.keep_list(array_items(row[statistics]))));
    }
    reader.add(kind, {"pg_class", to_oid(row[oid])}, pack({row[name_space], row[name]}), fields);
}

Sql set_statistics(Object const& index, std::string_view item, int target) {
    return sql("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", identity(index),
               number(to_int(item.substr(0, item.find('=')))), number(target));
}

Sql attachment(Object const& index) {
    return sql("ALTER INDEX {} ATTACH PARTITION {}", raw(index["parent"]), identity(index));
}

Statements link(Object const& index) {
    return index["parent"].empty() ? Statements{} : Statements{attachment(index)};
}

Statements create(Object const& index, Schema const& schema) {
    Statements statements{index::creation(index, schema, index.name(), false)};
    append(statements, index::settings(index));
    return statements;
}

Statements complete(Object const& index, Schema const& schema) {
    auto const table = names_of_dotted(index["table"]);
    return marks_of_index(Names(table), index.name(), schema);
}

// PostgreSQL takes no parameters of one that is partitioned but when it is made.
std::optional<Statements> alter_with(Alteration const& alteration) {
    if (index::is_of_partitioned(alteration.after, alteration.to)) {
        return std::nullopt;
    }
    return set_options(sql("ALTER INDEX {}", identity(alteration.after)),
                       alteration.before.list("with"), alteration.after.list("with"));
}

std::optional<Statements> alter_tablespace(Alteration const& alteration) {
    auto const space = alteration.after["tablespace"];
    return Statements{sql("ALTER INDEX {} SET TABLESPACE {}", identity(alteration.after),
                          space.empty() ? sql("pg_default") : ident(space))};
}

std::optional<Statements> alter_statistics(Alteration const& alteration) {
    Statements statements;
    auto const after = alteration.after.list("statistics").items();
    for (auto const item : alteration.before.list("statistics").items()) {
        auto const column = item.substr(0, item.find('=') + 1);
        if (std::none_of(after.begin(), after.end(),
                         [&](std::string_view other) { return other.starts_with(column); })) {
            statements.push_back(set_statistics(alteration.after, item, -1));
        }
    }
    for (auto const item : after) {
        statements.push_back(
            set_statistics(alteration.after, item, to_int(item.substr(item.find('=') + 1))));
    }
    return statements;
}

/// Is the table a partition of another table, or none, before?
bool changes_parent(Alteration const& alteration) {
    auto const parent = [](Object const& index, Schema const& schema) {
        auto const table = names_of_dotted(index["table"]);
        for (auto const* const kind : {&kind::table, &kind::foreign_table}) {
            if (auto const* const found = schema.find(*kind, Names(table))) {
                return (*found)["partition_of"];
            }
        }
        return std::string_view{};
    };
    return parent(alteration.before, alteration.from) != parent(alteration.after, alteration.to);
}

// An index leaves its parent with its table, and not by itself.
std::optional<Statements> alter_parent(Alteration const& alteration) {
    bool const was_attached = !alteration.before["parent"].empty();
    if (was_attached && !changes_parent(alteration)) {
        return std::nullopt;
    }
    return alteration.after["parent"].empty() ? Statements{}
                                              : Statements{attachment(alteration.after)};
}

// That of a partitioned table is valid as soon as those of all partitions are attached to it.
std::optional<Statements> alter_invalid(Alteration const& alteration) {
    auto const names = names_of_dotted(alteration.after["table"]);
    auto const* const table = alteration.to.find(kind::table, Names(names));
    bool const partitioned = table != nullptr && !(*table)["partition_by"].empty();
    return partitioned && !alteration.after.is("invalid") ? std::optional<Statements>(Statements{})
                                                          : std::nullopt;
}

}  // namespace

namespace index {

bool is_of_partitioned(Object const& index, Schema const& schema) {
    auto const* const table = schema.find(kind::table, Names(names_of_dotted(index["table"])));
    return table != nullptr && !(*table)["partition_by"].empty();
}

Sql creation(Object const& index, Schema const& schema, std::string_view name, bool concurrently) {
    auto const include = index.list("include");
    auto const where = index["where"];
    auto const used = index["method"].empty() ? std::string_view{"btree"} : index["method"];
    return sql("CREATE{} INDEX{} {} ON{} {} USING {} ({}){}{}{}{}{}",
               clause_if(index.is("unique"), sql("UNIQUE")),
               clause_if(concurrently, sql("CONCURRENTLY")), ident(name),
               clause_if(is_of_partitioned(index, schema), sql("ONLY")), raw(index["table"]),
               ident(used), raw_list(index.list("columns")),
               include.empty() ? Sql() : sql(" INCLUDE ({})", identifiers(include)),
               clause_if(index.is("nulls_not_distinct"), sql("NULLS NOT DISTINCT")),
               with_options(index.list("with")),
               clause(sql("TABLESPACE"), ident_or_nothing(index["tablespace"])),
               where.empty() ? Sql() : sql(" WHERE {}", raw(where)));
}

Statements settings(Object const& index) {
    Statements statements;
    for (auto const item : index.list("statistics").items()) {
        auto const equals = item.find('=');
        statements.push_back(set_statistics(index, item, to_int(item.substr(equals + 1))));
    }
    return statements;
}

}  // namespace index

Kind const kind::index{
    .name = "index",
    .sql_name = "INDEX",
    .catalog = "pg_class",
    .properties =
        {comment_property,
         {"table"},
         {"unique", Shape::flag},
         {"method"},
         {"columns", Shape::list},
         {"include", Shape::list},
         {"nulls_not_distinct", Shape::flag},
         {"where"},
         {.name = "with", .shape = Shape::list, .compare = Compare::as_set, .alter = alter_with},
         {.name = "tablespace", .alter = alter_tablespace},
         {.name = "invalid", .shape = Shape::flag, .alter = alter_invalid},
         {.name = "parent", .alter = alter_parent, .late = true},
         {.name = "statistics", .shape = Shape::list, .alter = alter_statistics}},
    .query = query,
    .read = read,
    .create = create,
    .link = link,
    .complete = complete,
    .rename = rename_along,
    .online = {.create = index::create_online,
               .remove = index::remove_online,
               .replace = index::replace_online}};

}  // namespace lockstep::schema
