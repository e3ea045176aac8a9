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

// Every new database has public.
Statements create(Object const& object, Schema const&) {
    if (object.name() != "public") {
        return {sql("CREATE SCHEMA {}", identity(object))};
    }
    return object.is("no_comment") ? Statements{sql("COMMENT ON SCHEMA public IS NULL")}
                                   : Statements{};
}

// What counts as none.
Sql standard_comment(Object const& object) {
    return object.name() == "public" && !object.is("no_comment") ? literal("standard public schema")
                                                                 : sql("NULL");
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
                            .properties = {owner_property,
                                           comment_property,
                                           // Public has one from initdb; nobody cares, but a copy
                                           // is to be the same.
                                           {"no_comment", Shape::flag, Compare::never}},
                            .query = query,
                            .create = create,
                            .rename = rename,
                            .standard_comment = standard_comment};

}  // namespace lockstep::schema
