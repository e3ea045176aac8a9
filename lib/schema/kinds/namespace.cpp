#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

// Public belongs to pg_database_owner (before 15: to the bootstrap superuser) unless somebody
// changed that; such an owner is the default.
std::string query(int version) {
    return fmt::format(
        "SELECT n.oid, n.nspname, CASE WHEN n.nspname = 'public' AND n.nspowner = {} THEN 0 ELSE "
        "n.nspowner END, "
        "n.nspname = 'public' AND obj_description(n.oid, 'pg_namespace') IS NULL "
        "FROM pg_namespace n WHERE {}",
        since(version, 150000, "'pg_database_owner'::regrole", "10"), of_users);
}

// What counts as none.
Sql standard_comment(Object const& object) {
    return object.name() == "public" && !object.is("no_comment") ? literal("standard public schema")
                                                                 : sql("NULL");
}

// Public as initdb makes it; owner, comment and privileges that are another's come behind.
Statements create_public(Object const& object, Schema const& schema) {
    auto const since_15 = schema.server_version >= 150000;
    Statements statements{
        sql("CREATE SCHEMA public{}", clause_if(since_15, sql("AUTHORIZATION pg_database_owner"))),
        since_15 ? sql("GRANT USAGE ON SCHEMA public TO PUBLIC")
                 : sql("GRANT ALL ON SCHEMA public TO PUBLIC")};
    if (object["comment"].empty() && !object.is("no_comment")) {
        statements.push_back(sql("COMMENT ON SCHEMA public IS {}", standard_comment(object)));
    }
    return statements;
}

Statements create(Object const& object, Schema const& schema) {
    return object.name() == "public" ? create_public(object, schema)
                                     : Statements{sql("CREATE SCHEMA {}", identity(object))};
}

// An owner that is named is set as all objects' are.
std::optional<Statements> alter_owner(Alteration const& change) {
    bool const gets_standard_owner = change.after.name() == "public" &&
                                     change.after["owner"].empty() &&
                                     change.to.server_version >= 150000;
    return gets_standard_owner ? Statements{sql("ALTER SCHEMA public OWNER TO pg_database_owner")}
                               : Statements{};
}

// Though "in a namespace" by its own name, it is not moved, but renamed.
Statements rename(Object const& before, Object const& after) {
    return {sql("ALTER SCHEMA {} RENAME TO {}", identity(before), identity(after))};
}

}  // namespace

Kind const kind::name_space{.name = "schema",
                            .sql_name = "SCHEMA",
                            .catalog = "pg_namespace",
                            .names = {"name"},
                            .properties = {{.name = "owner", .alter = alter_owner},
                                           comment_property,
                                           // Public has one from initdb; nobody cares, but a copy
                                           // is to be the same.
                                           {"no_comment", Shape::flag, Compare::never}},
                            .query = query,
                            .create = create,
                            .rename = rename,
                            .standard_comment = standard_comment};

}  // namespace lockstep::schema
