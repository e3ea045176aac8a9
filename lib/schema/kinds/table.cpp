#include "schema/kinds/table.hpp"

#include "schema/kinds/take_over.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, c.relname, c.reltype, t.typarray, i.parents, c.relispartition, "
        "c.relowner, "
        "c.relpersistence = 'u', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, "
        "CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END, "
        "CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype END, "
        "CASE WHEN a.amname <> 'heap' THEN a.amname END, s.spcname, "
        "CASE WHEN c.reloptions IS NOT NULL OR x.reloptions IS NOT NULL THEN c.reloptions || "
        "ARRAY(SELECT 'toast.' || o FROM unnest(x.reloptions) o) END, "
        "c.relrowsecurity, c.relforcerowsecurity, "
        "CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' END "
        "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_type t ON "
        "t.oid = c.reltype "
        "LEFT JOIN pg_am a ON a.oid = c.relam LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace "
        "LEFT JOIN pg_class x ON x.oid = c.reltoastrelid AND x.relkind = 't' AND x.reloptions IS "
        "NOT NULL "
        "LEFT JOIN (SELECT inhrelid, array_agg(inhparent ORDER BY inhseqno) AS parents FROM "
        "pg_inherits GROUP BY 1) i "
        "ON i.inhrelid = c.oid WHERE c.relkind IN ('r', 'p') AND {}",
        of_users);
}

Sql columns_of(Object const& table, Schema const& schema) {
    std::vector<Sql> lines;
    bool const alone = table["inherits"].empty();
    for (auto const name : table.list("columns").items()) {
        auto const* const column = schema.part(table, kind::column, name);
        // What comes from a parent is not said again, save in a partition, which is made alone.
        if (column != nullptr && (alone || !column->is("inherited"))) {
            lines.push_back(sql("\n    {}", column_definition(*column, schema)));
        }
    }
    for (auto const& part : schema.with_parts(table.id.names)) {
        if (part.id.kind == &kind::constraint && is_made_with_its_table(part, table) &&
            !part.is("not_valid")) {
            lines.push_back(sql("\n    {}", constraint_definition(part)));
        }
    }
    return sql("{}\n", join(lines, sql(",")));
}

Sql create_table(Object const& table, Schema const& schema) {
    auto const of_type = clause(sql("OF"), raw(table["of_type"]));
    return sql(
        "CREATE{} TABLE {}{} ({}){}{}{}{}{}", clause_if(table.is("unlogged"), sql("UNLOGGED")),
        identity(table), of_type, columns_of(table, schema),
        table["inherits"].empty() ? Sql() : sql(" INHERITS ({})", raw_list(table.list("inherits"))),
        clause(sql("PARTITION BY"), raw(table["partition_by"])),
        clause(sql("USING"), ident_or_nothing(table["access_method"])),
        with_options(table.list("with")),
        clause(sql("TABLESPACE"), ident_or_nothing(table["tablespace"])));
}

// `CREATE TABLE … OF type` takes its columns from the type.
Sql create_typed_table(Object const& table) {
    return sql("CREATE{} TABLE {} OF {}{}{}{}", clause_if(table.is("unlogged"), sql("UNLOGGED")),
               identity(table), raw(table["of_type"]),
               clause(sql("PARTITION BY"), raw(table["partition_by"])),
               with_options(table.list("with")),
               clause(sql("TABLESPACE"), ident_or_nothing(table["tablespace"])));
}

Statements create(Object const& table, Schema const& schema) {
    bool const typed = !table["of_type"].empty();
    Statements statements{typed ? create_typed_table(table) : create_table(table, schema)};
    for (auto const name : table.list("columns").items()) {
        if (auto const* const column = schema.part(table, kind::column, name)) {
            auto settings = column_settings(*column, schema, typed);
            std::move(settings.begin(), settings.end(), std::back_inserter(statements));
        }
    }
    for (auto const& part : schema.with_parts(table.id.names)) {
        // CREATE TABLE would take it for valid: there are no rows.
        if (part.id.kind == &kind::constraint && part.is("not_valid") &&
            is_made_with_its_table(part, table)) {
            statements.push_back(
                sql("ALTER TABLE {} ADD {}", identity(table), constraint_definition(part)));
        }
    }
    if (table.is("row_security")) {
        statements.push_back(sql("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", identity(table)));
    }
    if (table.is("force_row_security")) {
        statements.push_back(sql("ALTER TABLE ONLY {} FORCE ROW LEVEL SECURITY", identity(table)));
    }
    return statements;
}

// Where it is an index, that says so: see marks_of_index.
Statements complete(Object const& table, Schema const&) {
    auto const identity_kind = table["replica_identity"];
    if (identity_kind.empty() || identity_kind.starts_with("USING INDEX ")) {
        return {};
    }
    return {sql("ALTER TABLE ONLY {} REPLICA IDENTITY {}", identity(table), raw(identity_kind))};
}

}  // namespace

Statements marks_of_index(Names table, std::string_view index, Schema const& schema) {
    auto const* found = schema.find(kind::table, table);
    auto word = sql("TABLE");
    if (found == nullptr) {
        found = schema.find(kind::materialized_view, table);
        word = sql("MATERIALIZED VIEW");
    }
    Statements statements;
    if (found == nullptr) {
        return statements;
    }
    if (found->id.kind->has("replica_identity") &&
        (*found)["replica_identity"] == sql("USING INDEX {}", ident(index)).text()) {
        statements.push_back(sql("ALTER TABLE ONLY {} REPLICA IDENTITY USING INDEX {}",
                                 identity(*found), ident(index)));
    }
    if ((*found)["clustered_on"] == index) {
        statements.push_back(
            sql("ALTER {} {} CLUSTER ON {}", word, identity(*found), ident(index)));
    }
    return statements;
}

void read_relation(CatalogReader& reader, Kind const& kind, CatalogRow const& row) {
    auto& relation = reader.add_relation(to_oid(row[0]), kind, pack({row[1], row[2]}));
    reader.add_row_type(to_oid(row[3]), to_oid(row[4]), to_oid(row[0]));
    for (auto const parent : numbers(row[5])) {
        relation.parents.push_back(static_cast<Oid>(parent));
    }
    relation.is_partition = is_true(row[6]);
    relation.fields = reader.fields_of(kind, row, relation_properties_from);
}

Kind const kind::table{
    .name = "table",
    .sql_name = "TABLE",
    .catalog = "pg_class",
    .properties = {owner_property,
                   comment_property,
                   {.name = "unlogged", .shape = Shape::flag, .alter = table::alter_unlogged},
                   {"partition_by"},
                   {.name = "partition_bound",
                    .alter = table::attach,
                    .release = table::detach,
                    .links = true},
                   {.name = "of_type", .alter = table::alter_of_type},
                   {.name = "access_method", .alter = table::alter_access_method},
                   {.name = "tablespace", .alter = table::alter_tablespace},
                   {.name = "with",
                    .shape = Shape::list,
                    .compare = Compare::as_set,
                    .alter = table::alter_with},
                   {.name = "row_security",
                    .shape = Shape::flag,
                    .alter = table::alter_row_security},
                   {.name = "force_row_security",
                    .shape = Shape::flag,
                    .alter = table::alter_force_row_security},
                   {.name = "replica_identity",
                    .alter = table::alter_replica_identity,
                    .release = table::release_replica_identity,
                    .late = true},
                   {.name = "clustered_on",
                    .from = From::later,
                    .alter = table::alter_clustered_on,
                    .late = true},
                   {.name = "inherits",
                    .shape = Shape::list,
                    .from = From::later,
                    .alter = table::alter_inherits,
                    .release = table::leave_parents},
                   {.name = "partition_of",
                    .from = From::later,
                    .alter = table::alter_partition_of,
                    .release = table::leave,
                    .release_online = table::leave_online,
                    .links = true},
                   {.name = "columns",
                    .shape = Shape::list,
                    .compare = Compare::relative_order,
                    .from = From::later,
                    .alter = table::alter_columns}},
    .query = query,
    .read = read_relation,
    .create = create,
    .link = table::link,
    .complete = complete,
    .remove = table::remove,
    .online = {.remove = table::remove_online},
    .must_be_remade = table::must_be_remade,
    .holds_data = [](Object const&, Schema const&) { return true; },
    .take_over = table::take_over,
    .free_names = table::free_names};

}  // namespace lockstep::schema
