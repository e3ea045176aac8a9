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

Sql drop(Object const& column) {
    return sql("ALTER TABLE {} DROP COLUMN {}", whole_of(column), ident(column.name()));
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
         {.name = "default", .alter = column::alter_default, .detach = column::drop_default},
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
    .differences = column::differences,
    .complete = column::complete,
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
