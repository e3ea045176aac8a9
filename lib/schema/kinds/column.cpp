#include <array>

#include "base/text.hpp"
#include "schema/kinds/alter.hpp"
#include "schema/kinds/column.hpp"
#include "schema/kinds/column_alter.hpp"
#include "schema/kinds/take_over.hpp"

namespace lockstep::schema {

namespace {

// The columns of all relations; which kind a row becomes depends on its relation. `attoptions` and
// the like are NULL nearly always, and cost nothing then.
std::string query(int version) {
    return fmt::format(
        "SELECT a.attrelid, a.attnum, a.attname, a.atttypid, "
        "CASE WHEN a.atttypmod >= 0 THEN format_type(a.atttypid, a.atttypmod) END, "
        "nullif(a.attcollation, 0), "
        "CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END, "
        "CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END, "
        "nullif(a.attgenerated, 's'), "
        "a.attidentity, a.attnotnull, a.attstorage, {}, CASE WHEN a.attstattarget >= 0 THEN "
        "a.attstattarget END, a.attoptions, "
        "a.attfdwoptions, a.attinhcount > 0 AND NOT a.attislocal, {}, {} "
        "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = "
        "c.relnamespace "
        "LEFT JOIN pg_attrdef d ON a.atthasdef AND d.adrelid = a.attrelid AND d.adnum = a.attnum "
        "{} "
        "WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') "
        "AND {}",
        since(version, 140000, "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END",
              "NULL"),
        // NOT NULL is a constraint since 18: its name, where it is not the generated one, and its
        // state.
        since(version, 180000,
              "nullif(concat_ws(' ', CASE WHEN k.conname <> left(c.relname || '_' || a.attname, "
              "54) || '_not_null' "
              "THEN format('CONSTRAINT %I', k.conname) END, CASE WHEN k.connoinherit THEN 'NO "
              "INHERIT' END, "
              "CASE WHEN NOT k.convalidated THEN 'NOT VALID' END), '')",
              "NULL"),
        since(version, 180000, "k.oid", "NULL"),
        since(version, 180000,
              "LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'n' AND "
              "k.conkey[1] = a.attnum",
              ""),
        of_users);
}

enum Cell : std::size_t {
    relation_oid,
    number,
    name,
    type_oid,
    full_type,
    collation_oid,
    default_,
    generated,
    not_stored,
    identity_letter,
    not_null,
    storage,
    compression,
    statistics,
    options,
    fdw_options,
    inherited,
    not_null_constraint,
    not_null_oid,
};

std::string_view storage_name(char letter) {
    switch (letter) {
        case 'p':
            return "PLAIN";
        case 'e':
            return "EXTERNAL";
        case 'm':
            return "MAIN";
        default:
            return "EXTENDED";
    }
}

// The server keeps a stamp of its own among the options (`pg_attver`, since 15.20), which pg_dump
// leaves out too: names that begin with pg_ are nobody else's.
std::vector<std::string> own_options(std::string_view cell) {
    auto items = array_items(cell);
    std::erase_if(items, [](std::string const& item) { return item.starts_with("pg_"); });
    return items;
}

Kind const& kind_of_column(Kind const& relation) {
    if (&relation == &kind::composite_type) {
        return kind::attribute;
    }
    return &relation == &kind::view || &relation == &kind::materialized_view ? kind::view_column
                                                                             : kind::column;
}

void read(CatalogReader& reader, Kind const&, CatalogRow const& row) {
    auto* const relation = reader.relation(to_oid(row[relation_oid]));
    if (relation == nullptr) {
        return;
    }
    auto const attnum = to_int(row[number]);
    auto const type = to_oid(row[type_oid]);
    std::string names(relation->names);
    names.append(row[name]) += '\0';
    auto const& kind = kind_of_column(*relation->kind);
    auto const kept = reader.keep(names);
    auto const own_name = kept.substr(relation->names.size(), row[name].size());
    relation->add_column(attnum, {own_name, type, to_oid(row[collation_oid])});

    std::vector<Field> fields;
    fields.reserve(4);
    auto const set = [&](std::string_view property, Value value) {
        if (!value.empty() && kind.has(property)) {
            reader.set(fields, kind, property, value);
        }
    };
    auto const set_text = [&](std::string_view property, Cell cell) {
        if (!row[cell].empty()) {
            set(property, Value(reader.keep(row[cell])));
        }
    };
    set("type",
        Value(row[full_type].empty() ? reader.type_name(type) : reader.keep(row[full_type])));
    set("collation", reader.collation(to_oid(row[collation_oid]), reader.type(type).collation));
    set_text("default", default_);
    set_text("generated", generated);
    set("virtual", flag(row[not_stored] == "v"));
    if (!row[identity_letter].empty()) {
        set("identity", Value(row[identity_letter] == "a" ? std::string_view{"ALWAYS"}
                                                          : std::string_view{"BY DEFAULT"}));
    }
    set("not_null", flag(is_true(row[not_null])));
    bool const stored = relation->kind != &kind::view && relation->kind != &kind::composite_type;
    if (stored && row[storage][0] != reader.type(type).storage) {
        set("storage", Value(storage_name(row[storage][0])));
    }
    set_text("compression", compression);
    set_text("statistics", statistics);
    if (!row[options].empty()) {
        set("with", Value(reader.keep_list(own_options(row[options]))));
    }
    if (!row[fdw_options].empty()) {
        set("options", Value(reader.keep_list(array_items(row[fdw_options]))));
    }
    set("inherited", flag(is_true(row[inherited])));
    set_text("not_null_constraint", not_null_constraint);
    if (auto const constraint = to_oid(row[not_null_oid]); constraint != 0) {
        reader.alias({"pg_constraint", constraint},
                     {"pg_class", to_oid(row[relation_oid]), attnum});
    }
    reader.add_kept(kind, {"pg_class", to_oid(row[relation_oid]), attnum}, kept, fields);
}

}  // namespace

Sql identity_sequence_name(Object const& column) {
    constexpr std::string_view words = "SEQUENCE NAME ";
    auto const first = column.list("identity_sequence").front();
    if (first.starts_with(words)) {
        return raw(first.substr(words.size()));
    }
    auto const names = column.id.names;
    auto const packed = pack({names[0], default_sequence_name(names[1], names[2])});
    return dotted(Names(packed));
}

Sql identity_clause(Object const& column) {
    auto const identity_kind = column["identity"];
    if (identity_kind.empty()) {
        return {};
    }
    auto const options = column.list("identity_sequence");
    std::vector<Sql> parts;
    for (auto const option : options.items()) {
        parts.push_back(raw(option));
    }
    return sql(" GENERATED {} AS IDENTITY{}", raw(identity_kind),
               parts.empty() ? Sql() : sql(" ({})", join(parts, sql(" "))));
}

namespace {

Sql not_null_clause(Object const& column) {
    auto const state = not_null_state(column);
    if (!column.is("not_null") || state.not_valid) {
        return {};
    }
    return sql("{} NOT NULL{}", state.name, clause_if(state.no_inherit, sql("NO INHERIT")));
}

// A constraint that is not valid is put to a column that is there.
Statements not_null_later(Object const& column) {
    return not_null_state(column).not_valid ? Statements{add_not_null(column)} : Statements{};
}

Sql generated_clause(Object const& column) {
    auto const expression = column["generated"];
    if (expression.empty()) {
        return {};
    }
    return sql(" GENERATED ALWAYS AS ({}){}", raw(expression),
               column.is("virtual") ? Sql() : sql(" STORED"));
}

/// The same column of the table's first parent that has it.
Object const* column_of_parent(Object const& column, Schema const& schema) {
    auto const* const table = schema.find(kind::table, column.id.names.without_last());
    if (table == nullptr) {
        return nullptr;
    }
    for (auto const parent : table->list("inherits").items()) {
        auto const names = names_of_dotted(parent) + pack({column.name()});
        if (auto const* const found = schema.find(kind::column, Names(names))) {
            return found;
        }
    }
    return nullptr;
}

void set_differences(Statements& statements, Object const& column, Object const* parent,
                     Sql const& alter) {
    auto const inherited_default = parent == nullptr ? std::string_view{} : (*parent)["default"];
    if (column["default"] != inherited_default) {
        statements.push_back(column["default"].empty()
                                 ? sql("{} DROP DEFAULT", alter)
                                 : sql("{} SET DEFAULT {}", alter, raw(column["default"])));
    }
    if (column.is("not_null") && !not_null_state(column).not_valid &&
        (parent == nullptr || !parent->is("not_null"))) {
        statements.push_back(sql("{} SET NOT NULL", alter));
    }
    if (parent != nullptr && column["compression"].empty() && !(*parent)["compression"].empty()) {
        statements.push_back(sql("{} SET COMPRESSION DEFAULT", alter));
    }
}

// A default that calls a function of the user's is set when all functions are there: they may take
// or return the table's own row type.
bool is_set_later(Object const& column) {
    return !column["default"].empty() &&
           std::any_of(column.needs.begin(), column.needs.end(),
                       [](ObjectId const& need) { return need.kind->catalog == "pg_proc"; });
}

Statements complete(Object const& column, Schema const& schema) {
    Statements statements;
    if (auto const comment = column["sequence_comment"]; !comment.empty()) {
        statements.push_back(
            sql("COMMENT ON SEQUENCE {} IS {}", identity_sequence_name(column), literal(comment)));
    }
    if (auto const comment = column["not_null_comment"]; !comment.empty()) {
        statements.push_back(sql("COMMENT ON CONSTRAINT {} ON {} IS {}", not_null_name(column),
                                 whole_of(column), literal(comment)));
    }
    auto const* const table = is_set_later(column) ? table_of(column, schema) : nullptr;
    bool const is_made_alone = table != nullptr && !(*table)["partition_of"].empty();
    if (!is_set_later(column) || (column.is("inherited") && !is_made_alone)) {
        return statements;
    }
    statements.push_back(sql("ALTER TABLE ONLY {} ALTER COLUMN {} SET DEFAULT {}", whole_of(column),
                             ident(column.name()), raw(column["default"])));
    return statements;
}

Sql drop(Object const& column) {
    return sql("ALTER TABLE {} DROP COLUMN {}", whole_of(column), ident(column.name()));
}

/// Frees the column from a function or sequence that its default calls.
Statements drop_default(Object const& column, ObjectId const& need) {
    bool const is_called = need.kind->catalog == "pg_proc" || need.kind == &kind::sequence;
    if (!is_called || column["default"].empty()) {
        return {};
    }
    return {sql("ALTER TABLE ONLY {} ALTER COLUMN {} DROP DEFAULT", whole_of(column),
                ident(column.name()))};
}

}  // namespace

bool column::has_own_identity(Object const& column, Schema const& schema) {
    constexpr int first_shared = 170000;
    auto const* const table = table_of(column, schema);
    return schema.server_version < first_shared || table == nullptr ||
           (*table)["partition_of"].empty();
}

namespace {

Sql definition(Object const& column, Sql const& generated, Sql const& identity) {
    return sql("{} {}{}{}{}{}{}{}", ident(column.name()), raw(column["type"]),
               generic_options(column.list("options")),
               clause(sql("COLLATE"), raw(column["collation"])),
               clause(sql("DEFAULT"), is_set_later(column) ? Sql() : raw(column["default"])),
               generated, identity, not_null_clause(column));
}

}  // namespace

Sql column_definition(Object const& column, Schema const& schema) {
    // A child's column takes a generation expression from its parent's, and must not repeat it.
    auto const* const parent = column_of_parent(column, schema);
    bool const is_told = parent != nullptr && (*parent)["generated"] == column["generated"];
    return definition(column, is_told ? Sql() : generated_clause(column),
                      column::has_own_identity(column, schema) ? identity_clause(column) : Sql());
}

Sql definition_for_children(Object const& column) {
    return definition(column, generated_clause(column), Sql());
}

namespace {

Statements stored_settings(Object const& column, Sql const& alter) {
    Statements statements;
    if (auto const value = column["storage"]; !value.empty()) {
        statements.push_back(sql("{} SET STORAGE {}", alter, raw(value)));
    }
    if (auto const value = column["compression"]; !value.empty()) {
        statements.push_back(sql("{} SET COMPRESSION {}", alter, raw(value)));
    }
    if (auto const value = column["statistics"]; !value.empty()) {
        statements.push_back(sql("{} SET STATISTICS {}", alter, raw(value)));
    }
    if (auto const list = column.list("with"); !list.empty()) {
        std::vector<Sql> items;
        for (auto const item : list.items()) {
            items.push_back(raw(item));
        }
        statements.push_back(sql("{} SET ({})", alter, comma_separated(items)));
    }
    return statements;
}

}  // namespace

Statements column_settings(Object const& column, Schema const& schema, bool of_typed_table) {
    Statements statements;
    auto const* const table = schema.find(kind::table, column.id.names.without_last());
    auto const alter = sql("ALTER {} ONLY {} ALTER COLUMN {}",
                           table == nullptr ? sql("FOREIGN TABLE") : sql("TABLE"), whole_of(column),
                           ident(column.name()));
    bool const is_made_alone = table != nullptr && !table->get("partition_of").empty();
    auto const* const parent = is_made_alone ? nullptr : column_of_parent(column, schema);
    if ((column.is("inherited") && !is_made_alone) || of_typed_table) {
        set_differences(statements, column, parent, alter);
    } else if (parent != nullptr && column["default"].empty() && !(*parent)["default"].empty()) {
        // A column of its own that names no default takes its parent's.
        statements.push_back(sql("{} DROP DEFAULT", alter));
    }
    auto later = not_null_later(column);
    std::move(later.begin(), later.end(), std::back_inserter(statements));
    append(statements, stored_settings(column, alter));
    return statements;
}

namespace {

// Of what the column of the table's parent has brought, and what is not brought by it.
Statements differences(Object const& column, Schema const& schema) {
    auto const* const table = table_of(column, schema);
    for (auto const& parent : table == nullptr ? std::vector<std::string>{} : parents_of(*table)) {
        auto const names = parent + pack({column.name()});
        if (auto const* const above = schema.find(kind::column, Names(names))) {
            auto const alter =
                sql("{} ONLY {} ALTER COLUMN {}", column::alter_table_of(column, schema),
                    whole_of(column), ident(column.name()));
            Statements statements;
            set_differences(statements, column, above, alter);
            append(statements, stored_settings(column, alter));
            return statements;
        }
    }
    return {};
}

}  // namespace

Kind const kind::column{
    .name = "column",
    .sql_name = "COLUMN",
    .catalog = "pg_class",
    .names = {"schema", "table", "name"},
    .properties =
        {comment_property,
         {.name = "type",
          .alter = column::alter_type,
          .disturbs = column::stops_new_type,
          .converts = true},
         {.name = "collation",
          .alter = column::alter_collation,
          .disturbs = column::stops_new_type},
         {.name = "not_null",
          .shape = Shape::flag,
          .alter = column::alter_not_null,
          .alter_online = column::alter_not_null_online},
         {.name = "default", .alter = column::alter_default, .detach = drop_default},
         {.name = "generated", .alter = column::alter_generated, .release = column::end_generated},
         {.name = "virtual", .shape = Shape::flag, .alter = column::alter_virtual},
         {.name = "identity",
          .alter = column::alter_identity,
          .release = column::end_identity,
          .of_each = column::has_own_identity,
          .late = true},
         {.name = "identity_sequence",
          .shape = Shape::list,
          .counts = column::without_generated_sequence,
          .alter = column::alter_identity_sequence,
          .of_each = column::has_own_identity},
         {.name = "sequence_comment",
          .alter = column::alter_sequence_comment,
          .of_each = always_of_each},
         {.name = "storage", .alter = column::alter_storage},
         {.name = "compression", .alter = column::alter_compression, .of_each = always_of_each},
         {.name = "statistics", .alter = column::alter_statistics},
         {.name = "with",
          .shape = Shape::list,
          .compare = Compare::as_set,
          .alter = column::alter_with,
          .of_each = always_of_each},
         {.name = "options",
          .shape = Shape::list,
          .compare = Compare::as_set,
          .alter = column::alter_options},
         {.name = "not_null_constraint",
          .counts = column::without_generated_not_null,
          .alter = column::alter_not_null_constraint},
         {.name = "not_null_comment",
          .alter = column::alter_not_null_comment,
          .of_each = always_of_each},
         {.name = "inherited", .shape = Shape::flag, .alter = column::alter_inherited}},
    .query = query,
    .read = read,
    .differences = differences,
    .complete = complete,
    .add = column::add,
    .remove = column::remove,
    .rename = column::rename,
    .holds_data = [](Object const& column, Schema const&) { return column["generated"].empty(); },
    .take_over = column::take_over,
    .can_take_over = column::can_take_over,
    .drop = drop,
    .is_one_with_parent = [](Object const&) { return true; },
    .part_of_names = 2};

}  // namespace lockstep::schema
