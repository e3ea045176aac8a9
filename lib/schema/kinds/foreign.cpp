#include "schema/kinds/alter.hpp"
#include "schema/kinds/table.hpp"

namespace lockstep::schema {

namespace {

// Options whose values are secrets: a user mapping's password is never read into a schema. Who may
// not see them gets NULL from pg_user_mappings.
constexpr std::string_view secrets =
    "'^(password|passcode|secret|token|passfile|sslpassword|access_key|secret_key)='";

std::string query_wrappers(int) {
    return "SELECT w.oid, w.fdwname, w.fdwowner, nullif(w.fdwhandler, 0)::regproc, "
           "nullif(w.fdwvalidator, 0)::regproc, "
           "w.fdwoptions FROM pg_foreign_data_wrapper w WHERE w.oid >= 16384";
}

std::string query_servers(int) {
    return "SELECT s.oid, s.srvname, s.srvowner, w.fdwname, s.srvtype, s.srvversion, s.srvoptions "
           "FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw";
}

// The last cell tells whether the view hides the options from this role (its rule is that of
// pg_user_mappings in system_views.sql).
std::string query_mappings(int) {
    return fmt::format(
        "SELECT m.umid, m.srvname, CASE WHEN m.umuser = 0 THEN 'public' ELSE m.usename END, "
        "ARRAY(SELECT o FROM unnest(m.umoptions) o WHERE o !~* {}), "
        "NOT ((SELECT rolsuper FROM pg_roles WHERE rolname = current_user) "
        "OR m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE') OR m.usename = current_user "
        "AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE'))) "
        "FROM pg_user_mappings m JOIN pg_foreign_server s ON s.oid = m.srvid",
        secrets);
}

void read_mapping(CatalogReader& reader, Kind const& kind, CatalogRow const& row) {
    auto fields = reader.fields_of(kind, row, 1 + kind.names.size());
    if (is_true(row.cells.back())) {
        fields = {{0, Value::unknown()}};
        reader.warn(fmt::format(
            "the options of the user mapping of {} on server {} are hidden from this role", row[2],
            row[1]));
    }
    reader.add(kind, {kind.catalog, to_oid(row[0])}, pack({row[1], row[2]}), fields);
}

std::string query_tables(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, c.relname, c.reltype, t.typarray, i.parents, c.relispartition, "
        "c.relowner, s.srvname, "
        "f.ftoptions, CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END FROM "
        "pg_foreign_table f "
        "JOIN pg_class c ON c.oid = f.ftrelid JOIN pg_foreign_server s ON s.oid = f.ftserver "
        "JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_type t ON t.oid = c.reltype "
        "LEFT JOIN (SELECT inhrelid, array_agg(inhparent ORDER BY inhseqno) AS parents FROM "
        "pg_inherits GROUP BY 1) i "
        "ON i.inhrelid = c.oid WHERE {}",
        of_users);
}

Statements create_wrapper(Object const& wrapper, Schema const&) {
    return {sql("CREATE FOREIGN DATA WRAPPER {}{}{}{}", identity(wrapper),
                clause(sql("HANDLER"), raw(wrapper["handler"])),
                clause(sql("VALIDATOR"), raw(wrapper["validator"])),
                generic_options(wrapper.list("options")))};
}

Statements create_server(Object const& server, Schema const&) {
    auto const quoted = [&](Sql const& word, std::string_view property) {
        auto const value = server[property];
        return value.empty() ? Sql() : sql(" {} {}", word, literal(value));
    };
    return {sql("CREATE SERVER {}{}{} FOREIGN DATA WRAPPER {}{}", identity(server),
                quoted(sql("TYPE"), "type"), quoted(sql("VERSION"), "version"),
                ident(server["wrapper"]), generic_options(server.list("options")))};
}

Sql mapping_identity(Object const& mapping) {
    auto const user = mapping.id.names[1];
    return sql("FOR {} SERVER {}", user == "public" ? sql("PUBLIC") : ident(user),
               ident(mapping.id.names[0]));
}

Statements create_mapping(Object const& mapping, Schema const&) {
    return {sql("CREATE USER MAPPING {}{}", mapping_identity(mapping),
                generic_options(mapping.list("options")))};
}

Statements create_table(Object const& table, Schema const& schema) {
    std::vector<Sql> lines;
    Statements settings;
    bool const alone = table["inherits"].empty();
    for (auto const name : table.list("columns").items()) {
        auto const* const column = schema.part(table, kind::column, name);
        if (column == nullptr) {
            continue;
        }
        if (alone || !column->is("inherited")) {
            lines.push_back(sql("\n    {}", column_definition(*column, schema)));
        }
        auto more = column_settings(*column, schema, false);
        std::move(more.begin(), more.end(), std::back_inserter(settings));
    }
    auto const inherits =
        table["inherits"].empty() ? Sql() : sql(" INHERITS ({})", raw_list(table.list("inherits")));
    Statements statements{sql("CREATE FOREIGN TABLE {} ({}\n){} SERVER {}{}", identity(table),
                              join(lines, sql(",")), inherits, ident(table["server"]),
                              generic_options(table.list("options")))};
    std::move(settings.begin(), settings.end(), std::back_inserter(statements));
    return statements;
}

std::optional<Statements> with_statement(Sql const& alter, Sql const& what) {
    return Statements{sql("{} {}", alter, what)};
}

std::optional<Statements> with_option_changes(Sql const& alter, Alteration const& change) {
    return set_generic_options(alter, change.before.list("options"), change.after.list("options"));
}

Sql alter_wrapper(Alteration const& change) {
    return sql("ALTER FOREIGN DATA WRAPPER {}", identity(change.after));
}

std::optional<Statements> alter_handler(Alteration const& change) {
    auto const function = change.after["handler"];
    return with_statement(alter_wrapper(change),
                          function.empty() ? sql("NO HANDLER") : sql("HANDLER {}", raw(function)));
}

std::optional<Statements> alter_validator(Alteration const& change) {
    auto const function = change.after["validator"];
    return with_statement(alter_wrapper(change), function.empty()
                                                     ? sql("NO VALIDATOR")
                                                     : sql("VALIDATOR {}", raw(function)));
}

std::optional<Statements> alter_wrapper_options(Alteration const& change) {
    return with_option_changes(alter_wrapper(change), change);
}

Sql alter_server(Alteration const& change) {
    return sql("ALTER SERVER {}", identity(change.after));
}

std::optional<Statements> alter_version(Alteration const& change) {
    auto const version = change.after["version"];
    return with_statement(alter_server(change),
                          sql("VERSION {}", version.empty() ? sql("NULL") : literal(version)));
}

std::optional<Statements> alter_server_options(Alteration const& change) {
    return with_option_changes(alter_server(change), change);
}

std::optional<Statements> alter_table_options(Alteration const& change) {
    return with_option_changes(sql("ALTER FOREIGN TABLE {}", identity(change.after)), change);
}

std::optional<Statements> alter_mapping_options(Alteration const& change) {
    return with_option_changes(sql("ALTER USER MAPPING {}", mapping_identity(change.after)),
                               change);
}

}  // namespace

Kind const kind::foreign_data_wrapper{
    .name = "foreign data wrapper",
    .sql_name = "FOREIGN DATA WRAPPER",
    .catalog = "pg_foreign_data_wrapper",
    .names = {"name"},
    .in_namespace = false,
    .properties = {owner_property,
                   comment_property,
                   {.name = "handler", .alter = alter_handler},
                   {.name = "validator", .alter = alter_validator},
                   {.name = "options",
                    .shape = Shape::list,
                    .compare = Compare::as_set,
                    .alter = alter_wrapper_options}},
    .query = query_wrappers,
    .create = create_wrapper};

Kind const kind::server{.name = "server",
                        .sql_name = "SERVER",
                        .catalog = "pg_foreign_server",
                        .names = {"name"},
                        .in_namespace = false,
                        .properties = {owner_property,
                                       comment_property,
                                       {"wrapper"},
                                       {"type"},
                                       {.name = "version", .alter = alter_version},
                                       {.name = "options",
                                        .shape = Shape::list,
                                        .compare = Compare::as_set,
                                        .alter = alter_server_options}},
                        .query = query_servers,
                        .create = create_server};

Kind const kind::user_mapping{.name = "user mapping",
                              .sql_name = "USER MAPPING",
                              .catalog = "pg_user_mapping",
                              .names = {"server", "user"},
                              .in_namespace = false,
                              .properties = {{.name = "options",
                                              .shape = Shape::list,
                                              .compare = Compare::as_set,
                                              .alter = alter_mapping_options}},
                              .query = query_mappings,
                              .read = read_mapping,
                              .identity = mapping_identity,
                              .create = create_mapping};

Kind const kind::foreign_table{.name = "foreign table",
                               .sql_name = "FOREIGN TABLE",
                               .catalog = "pg_class",
                               .properties = {owner_property,
                                              comment_property,
                                              {"server"},
                                              {.name = "options",
                                               .shape = Shape::list,
                                               .compare = Compare::as_set,
                                               .alter = alter_table_options},
                                              {.name = "partition_bound",
                                               .alter = table::attach,
                                               .release = table::detach,
                                               .links = true},
                                              {.name = "inherits",
                                               .shape = Shape::list,
                                               .from = From::later,
                                               .alter = table::alter_inherits,
                                               .release = table::leave_parents},
                                              {.name = "partition_of",
                                               .from = From::later,
                                               .alter = table::alter_partition_of,
                                               .release = table::leave,
                                               .links = true},
                                              {.name = "columns",
                                               .shape = Shape::list,
                                               .compare = Compare::relative_order,
                                               .from = From::later,
                                               .alter = table::alter_columns}},
                               .query = query_tables,
                               .read = read_relation,
                               .create = create_table,
                               .link = table::link};

}  // namespace lockstep::schema
