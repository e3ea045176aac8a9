#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int version) {
    return fmt::format(
        "SELECT p.oid, p.pubname, p.pubowner, p.puballtables, "
        "concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN "
        "'update' END, "
        "CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END), "
        "p.pubviaroot, {} "
        "FROM pg_publication p",
        since(version, 180000, "CASE p.pubgencols WHEN 's' THEN 'stored' END", "NULL"));
}

Statements create(Object const& publication, Schema const&) {
    std::vector<Sql> options{sql("publish = {}", literal(publication["publish"]))};
    if (publication.is("via_root")) {
        options.push_back(sql("publish_via_partition_root = true"));
    }
    if (auto const columns = publication["generated_columns"]; !columns.empty()) {
        options.push_back(sql("publish_generated_columns = {}", raw(columns)));
    }
    return {sql("CREATE PUBLICATION {}{} WITH ({})", identity(publication),
                clause_if(publication.is("all_tables"), sql("FOR ALL TABLES")),
                comma_separated(options))};
}

std::optional<Statements> set(Alteration const& change, Sql const& option) {
    return Statements{sql("ALTER PUBLICATION {} SET ({})", identity(change.after), option)};
}

std::optional<Statements> alter_publish(Alteration const& change) {
    return set(change, sql("publish = {}", literal(change.after["publish"])));
}

std::optional<Statements> alter_via_root(Alteration const& change) {
    auto const value = change.after.is("via_root") ? sql("true") : sql("false");
    return set(change, sql("publish_via_partition_root = {}", value));
}

std::optional<Statements> alter_generated_columns(Alteration const& change) {
    auto const columns = change.after["generated_columns"];
    return set(change,
               sql("publish_generated_columns = {}", columns.empty() ? sql("none") : raw(columns)));
}

std::string query_tables(int version) {
    return fmt::format(
        "SELECT r.oid, p.pubname, n.nspname, c.relname, {}, {} FROM pg_publication_rel r "
        "JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid = r.prrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace",
        since(
            version, 150000,
            "ARRAY(SELECT a.attname FROM unnest(r.prattrs) WITH ORDINALITY k(number, at) "
            "JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = k.number ORDER BY k.at)",
            "NULL"),
        since(version, 150000, "pg_get_expr(r.prqual, r.prrelid)", "NULL"));
}

std::string query_namespaces(int version) {
    return version < 150000 ? std::string{}
                            : "SELECT r.oid, p.pubname, n.nspname FROM pg_publication_namespace r "
                              "JOIN pg_publication p ON p.oid = r.pnpubid JOIN pg_namespace n ON "
                              "n.oid = r.pnnspid";
}

Sql table_of(Object const& member) {
    auto const names = member.id.names;
    return sql("{}.{}", ident(names[1]), ident(names[2]));
}

Statements create_table(Object const& member, Schema const&) {
    auto const columns = member.list("columns");
    auto const where = member["where"];
    return {sql("ALTER PUBLICATION {} ADD TABLE ONLY {}{}{}", ident(member.id.names[0]),
                table_of(member), columns.empty() ? Sql() : sql(" ({})", identifiers(columns)),
                where.empty() ? Sql() : sql(" WHERE ({})", raw(where)))};
}

Sql drop_table(Object const& member) {
    return sql("ALTER PUBLICATION {} DROP TABLE ONLY {}", ident(member.id.names[0]),
               table_of(member));
}

Statements create_namespace(Object const& member, Schema const&) {
    return {sql("ALTER PUBLICATION {} ADD TABLES IN SCHEMA {}", ident(member.id.names[0]),
                ident(member.id.names[1]))};
}

Sql drop_namespace(Object const& member) {
    return sql("ALTER PUBLICATION {} DROP TABLES IN SCHEMA {}", ident(member.id.names[0]),
               ident(member.id.names[1]));
}

}  // namespace

Kind const kind::publication{
    .name = "publication",
    .sql_name = "PUBLICATION",
    .catalog = "pg_publication",
    .names = {"name"},
    .in_namespace = false,
    .properties = {owner_property,
                   comment_property,
                   {"all_tables", Shape::flag},
                   {.name = "publish", .alter = alter_publish},
                   {.name = "via_root", .shape = Shape::flag, .alter = alter_via_root},
                   {.name = "generated_columns", .alter = alter_generated_columns}},
    .query = query,
    .create = create};

Kind const kind::publication_table{.name = "publication table",
                                   .sql_name = "PUBLICATION TABLE",
                                   .catalog = "pg_publication_rel",
                                   .names = {"publication", "schema", "table"},
                                   .in_namespace = false,
                                   .properties = {{"columns", Shape::list}, {"where"}},
                                   .query = query_tables,
                                   .create = create_table,
                                   .drop = drop_table,
                                   .part_of_names = 1};

Kind const kind::publication_namespace{.name = "publication schema",
                                       .sql_name = "PUBLICATION SCHEMA",
                                       .catalog = "pg_publication_namespace",
                                       .names = {"publication", "schema"},
                                       .in_namespace = false,
                                       .properties = {},
                                       .query = query_namespaces,
                                       .create = create_namespace,
                                       .drop = drop_namespace,
                                       .part_of_names = 1};

}  // namespace lockstep::schema
