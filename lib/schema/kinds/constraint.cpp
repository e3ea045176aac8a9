#include "schema/kinds/constraint.hpp"
#include "schema/kinds/index.hpp"
#include "schema/kinds/table.hpp"

namespace lockstep::schema {

namespace {

// Constraints of tables. A foreign key that a partition has from its parent is made with the
// parent's, and is none of its own. A check that a child (no partition) has from
// its parent alone is as valid as that, whatever the order in which the two were made says of it.
// What an index says of a primary key or unique constraint comes with the indexes, which are read
// next.
std::string query(int version) {
    return fmt::format(
        "SELECT k.oid, k.conrelid, k.conname, k.contype, k.conindid, k.conkey, k.confrelid, "
        "k.confkey, "
        "CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) "
        "WHEN 'x' THEN pg_get_constraintdef(k.oid) END, "
        "nullif(k.confmatchtype, 's'), nullif(k.confupdtype, 'a'), nullif(k.confdeltype, 'a'), {}, "
        "nullif(k.condeferrable, false), nullif(k.condeferred, false), nullif(k.convalidated "
        "OR k.contype = 'c' AND k.coninhcount > 0 AND NOT k.conislocal AND NOT (SELECT "
        "relispartition FROM pg_class WHERE oid = k.conrelid), true), "
        "CASE WHEN k.contype = 'c' THEN nullif(k.connoinherit, false) END, k.coninhcount > 0 AND "
        "NOT k.conislocal, "
        "{}, {} FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace "
        "WHERE k.conrelid <> 0 AND k.contype IN ('p', 'u', 'f', 'c', 'x') "
        "AND NOT (k.contype = 'f' AND k.conparentid <> 0) AND {}",
        since(version, 150000, "k.confdelsetcols", "NULL"),
        since(version, 180000, "nullif(k.conenforced, true)", "NULL"),
        since(version, 180000, "nullif(k.conperiod, false)", "NULL"), of_users);
}

enum Cell : std::size_t {
    oid,
    table,
    name,
    letter,
    index,
    columns,
    referenced,
    referenced_columns,
    expression,
    match,
    on_update,
    on_delete,
    on_delete_columns,
    deferrable,
    deferred,
    validated,
    no_inherit,
    inherited,
    enforced,
    period,
};

std::string_view type_of(std::string_view letter_cell) {
    switch (letter_cell[0]) {
        case 'p':
            return "PRIMARY KEY";
        case 'u':
            return "UNIQUE";
        case 'f':
            return "FOREIGN KEY";
        case 'c':
            return "CHECK";
        default:
            return "EXCLUDE";
    }
}

std::string_view action_of(std::string_view letter_cell) {
    switch (letter_cell[0]) {
        case 'r':
            return "RESTRICT";
        case 'c':
            return "CASCADE";
        case 'n':
            return "SET NULL";
        default:
            return "SET DEFAULT";
    }
}

Value column_names(CatalogReader& reader, Relation const* relation, std::string_view cell) {
    std::string packed;
    for (auto const number : numbers(cell)) {
        auto const* const column = relation == nullptr ? nullptr : relation->column(number);
        packed.append(column == nullptr ? std::string_view{"?"} : column->name) += '\0';
    }
    return Value(Names(reader.keep(packed)));
}

void read(CatalogReader& reader, Kind const& kind, CatalogRow const& row) {
    auto const* const relation = reader.relation(to_oid(row[table]));
    if (relation == nullptr) {
        return;
    }
    std::vector<Field> fields;
    fields.reserve(6);
    auto const set = [&](std::string_view property, Value value) {
        reader.set(fields, kind, property, value);
    };
    set("type", Value(type_of(row[letter])));
    bool const has_columns = row[letter] != "c" && row[letter] != "x";
    if (has_columns) {
        set("columns", column_names(reader, relation, row[columns]));
    }
    auto const text = row[letter] == "x" ? exclusion_keys(row[expression]) : row[expression];
    set("expression", Value(reader.keep(text)));
    if (row[letter] == "f") {
        auto const* const target = reader.relation(to_oid(row[referenced]));
        set("references",
            Value(target == nullptr ? reader.keep(row[referenced]) : reader.dotted_name(*target)));
        set("referenced_columns", column_names(reader, target, row[referenced_columns]));
        if (!row[match].empty()) {
            set("match",
                Value(row[match] == "f" ? std::string_view{"FULL"} : std::string_view{"PARTIAL"}));
        }
        if (!row[on_update].empty()) {
            set("on_update", Value(action_of(row[on_update])));
        }
        if (!row[on_delete].empty()) {
            set("on_delete", Value(action_of(row[on_delete])));
        }
        if (!row[on_delete_columns].empty()) {
            set("on_delete_columns", column_names(reader, relation, row[on_delete_columns]));
        }
    }
    set("deferrable", flag(is_true(row[deferrable])));
    set("initially_deferred", flag(is_true(row[deferred])));
    // What is not enforced has not been validated either, and need not be said to be so.
    set("not_valid", flag(row[validated] == "f" && row[enforced] != "f"));
    set("no_inherit", flag(is_true(row[no_inherit])));
    // Of a key, its index says what it is attached to.
    set("inherited", flag(row[letter] == "c" && is_true(row[inherited])));
    set("not_enforced", flag(row[enforced] == "f"));
    set("period", flag(is_true(row[period])));
    std::string names(relation->names);
    names.append(row[name]) += '\0';
    bool const has_index = row[letter] == "p" || row[letter] == "u" || row[letter] == "x";
    if (has_index) {
        reader.expect_index(
            to_oid(row[index]),
            {kind, {"pg_constraint", to_oid(row[oid])}, std::move(names), std::move(fields)});
    } else {
        reader.add(kind, {"pg_constraint", to_oid(row[oid])}, names, fields);
    }
}

/// `(a, b WITHOUT OVERLAPS)`; a foreign key says PERIOD instead.
Sql key_columns(Object const& constraint, std::string_view property) {
    auto const names = constraint.list(property);
    if (!constraint.is("period")) {
        return sql("({})", identifiers(names));
    }
    auto const last = ident(names.back());
    auto const others = identifiers(names.without_last());
    bool const foreign = constraint["type"] == "FOREIGN KEY";
    return foreign ? sql("({}, PERIOD {})", others, last)
                   : sql("({}, {} WITHOUT OVERLAPS)", others, last);
}

Sql index_clauses(Object const& constraint) {
    return sql("{}{}{}",
               constraint.list("include").empty()
                   ? Sql()
                   : sql(" INCLUDE ({})", identifiers(constraint.list("include"))),
               with_options(constraint.list("with")),
               clause(sql("USING INDEX TABLESPACE"), ident_or_nothing(constraint["tablespace"])));
}

Sql foreign_key(Object const& constraint) {
    auto const on_delete_columns = constraint.list("on_delete_columns");
    return sql("FOREIGN KEY {} REFERENCES {}{}{}{}{}{}", key_columns(constraint, "columns"),
               raw(constraint["references"]), key_columns(constraint, "referenced_columns"),
               clause(sql("MATCH"), raw(constraint["match"])),
               clause(sql("ON UPDATE"), raw(constraint["on_update"])),
               clause(sql("ON DELETE"), raw(constraint["on_delete"])),
               on_delete_columns.empty() ? Sql() : sql(" ({})", identifiers(on_delete_columns)));
}

Sql body(Object const& constraint) {
    auto const type = constraint["type"];
    if (type == "CHECK") {
        return sql("CHECK ({}){}", raw(constraint["expression"]),
                   clause_if(constraint.is("no_inherit"), sql("NO INHERIT")));
    }
    if (type == "FOREIGN KEY") {
        return foreign_key(constraint);
    }
    if (type == "EXCLUDE") {
        auto const where = constraint["where"];
        return sql("EXCLUDE {}{}{}", raw(constraint["expression"]), index_clauses(constraint),
                   where.empty() ? Sql() : sql(" WHERE ({})", raw(where)));
    }
    auto const nulls = clause_if(constraint.is("nulls_not_distinct"), sql("NULLS NOT DISTINCT"));
    return sql("{}{} {}{}", raw(type), nulls, key_columns(constraint, "columns"),
               index_clauses(constraint));
}

Sql only(Object const& constraint, Schema const& schema) {
    auto const table_names = constraint.id.names.without_last();
    auto const* const owner_table = schema.find(kind::table, table_names);
    if (owner_table == nullptr) {
        return sql("FOREIGN TABLE");
    }
    bool const keyed = constraint["type"] == "PRIMARY KEY" || constraint["type"] == "UNIQUE" ||
                       constraint["type"] == "EXCLUDE";
    bool const recurses =
        constraint["type"] == "FOREIGN KEY" && !(*owner_table)["partition_by"].empty();
    return (keyed && !(*owner_table)["partition_by"].empty()) ||
                   (constraint["type"] == "FOREIGN KEY" && !recurses)
               ? sql("TABLE ONLY")
               : sql("TABLE");
}

Sql add_statement(Object const& constraint, Schema const& schema) {
    return sql("ALTER {} {} ADD {}", only(constraint, schema), whole_of(constraint),
               constraint_definition(constraint));
}

// A foreign key waits: the unique index of a partitioned table that it leans on is valid only when
// those of all partitions are attached.
Statements create(Object const& constraint, Schema const& schema) {
    if (constraint["type"] == "FOREIGN KEY") {
        return {};
    }
    auto const* const table = schema.find(kind::table, constraint.id.names.without_last());
    bool const comes_with_parent = constraint["type"] == "CHECK" && constraint.is("inherited");
    if (comes_with_parent || (table != nullptr && is_made_with_its_table(constraint, *table))) {
        return {};
    }
    return {add_statement(constraint, schema)};
}

Statements link(Object const& constraint) {
    auto const parent = constraint["parent_index"];
    auto const index_names = pack({constraint.id.names.front(), constraint.name()});
    return parent.empty() ? Statements{}
                          : Statements{sql("ALTER INDEX {} ATTACH PARTITION {}", raw(parent),
                                           dotted(Names(index_names)))};
}

Statements complete(Object const& constraint, Schema const& schema) {
    if (constraint["type"] == "FOREIGN KEY") {
        return {add_statement(constraint, schema)};
    }
    auto statements = marks_of_index(constraint.id.names.without_last(), constraint.name(), schema);
    if (auto const comment = constraint["index_comment"]; !comment.empty()) {
        auto const index_names = pack({constraint.id.names.front(), constraint.name()});
        statements.push_back(
            sql("COMMENT ON INDEX {} IS {}", dotted(Names(index_names)), literal(comment)));
    }
    return statements;
}

Sql identity_of(Object const& constraint) {
    return sql("{} ON {}", ident(constraint.name()), whole_of(constraint));
}

bool is_check(Object const& constraint) {
    return constraint["type"] == "CHECK" && !constraint.is("no_inherit");
}

Sql drop(Object const& constraint) {
    return sql("ALTER TABLE {} DROP CONSTRAINT {}", whole_of(constraint), ident(constraint.name()));
}

}  // namespace

namespace constraint {

Sql index_of_key(Object const& constraint) {
    auto const include = constraint.list("include");
    return sql("({}){}{}{}{}", identifiers(constraint.list("columns")),
               include.empty() ? Sql() : sql(" INCLUDE ({})", identifiers(include)),
               clause_if(constraint.is("nulls_not_distinct"), sql("NULLS NOT DISTINCT")),
               with_options(constraint.list("with")),
               clause(sql("TABLESPACE"), ident_or_nothing(constraint["tablespace"])));
}

Sql addition(Object const& constraint, Schema const& schema) {
    return add_statement(constraint, schema);
}

}  // namespace constraint

Sql constraint_definition(Object const& constraint) {
    return sql(
        "CONSTRAINT {} {}{}{}{}{}", ident(constraint.name()), body(constraint),
        clause_if(constraint.is("deferrable"), sql("DEFERRABLE")),
        clause_if(constraint.is("initially_deferred"), sql("INITIALLY DEFERRED")),
        clause_if(constraint.is("not_enforced"), sql("NOT ENFORCED")),
        clause_if(constraint.is("not_valid") && !constraint.is("not_enforced"), sql("NOT VALID")));
}

bool is_made_with_its_table(Object const& constraint, Object const& table) {
    return constraint["type"] == "CHECK" && constraint.is("inherited") &&
           !table["partition_of"].empty();
}

Kind const kind::constraint{
    .name = "constraint",
    .sql_name = "CONSTRAINT",
    .catalog = "pg_constraint",
    .names = {"schema", "table", "name"},
    .properties =
        {comment_property,
         {"type"},
         {"columns", Shape::list},
         {"expression"},
         {"references"},
         {"referenced_columns", Shape::list},
         {"match"},
         {"on_update"},
         {"on_delete"},
         {"on_delete_columns", Shape::list},
         {.name = "deferrable", .shape = Shape::flag, .alter = constraint::alter_deferrable},
         {.name = "initially_deferred",
          .shape = Shape::flag,
          .alter = constraint::alter_initially_deferred},
         {.name = "not_valid", .shape = Shape::flag, .alter = constraint::alter_not_valid},
         {.name = "not_enforced", .shape = Shape::flag, .alter = constraint::alter_not_enforced},
         {"no_inherit", Shape::flag},
         {"period", Shape::flag},
         {"nulls_not_distinct", Shape::flag},
         {"include", Shape::list},
         {"where"},
         {.name = "with",
          .shape = Shape::list,
          .compare = Compare::as_set,
          .alter = constraint::alter_with},
         {.name = "tablespace", .alter = constraint::alter_tablespace},
         {.name = "invalid", .shape = Shape::flag, .alter = constraint::alter_invalid},
         {.name = "parent_index", .alter = constraint::alter_parent_index, .late = true},
         {.name = "inherited", .shape = Shape::flag, .alter = constraint::alter_inherited},
         {.name = "index_comment", .alter = constraint::alter_index_comment}},
    .query = query,
    .read = read,
    .identity = identity_of,
    .create = create,
    .link = link,
    .complete = complete,
    .remove = constraint::remove,
    .rename = constraint::rename,
    .online = {.create = constraint::create_online,
               .complete = constraint::complete_online,
               .replace = constraint::replace_online},
    .drop = drop,
    .is_one_with_parent = is_check,
    .part_of_names = 2};

}  // namespace lockstep::schema
