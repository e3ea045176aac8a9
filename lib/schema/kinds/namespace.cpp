#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

// Public belongs to pg_database_owner (before 15: to the bootstrap superuser) unless somebody
// changed that; such an owner is the default.
std::string query(int version) {
    return fmt::format(
        "SELECT n.oid, n.nspname, CASE WHEN n.nspname = 'public' AND n.nspowner = {} THEN 0 ELSE "
        "n.nspowner END "
        "FROM pg_namespace n WHERE {}",
        since(version, 150000, "'pg_database_owner'::regrole", "10"), of_users);
}

// Every new database has public.
Statements create(Object const& object, Schema const&) {
    return object.name() == "public" ? Statements{}
                                     : Statements{sql("CREATE SCHEMA {}", identity(object))};
}

}  // namespace

Kind const kind::name_space{.name = "schema",
                            .sql_name = "SCHEMA",
                            .catalog = "pg_namespace",
                            .names = {"name"},
                            .properties = {owner_property, comment_property},
                            .query = query,
                            .create = create};

}  // namespace lockstep::schema
