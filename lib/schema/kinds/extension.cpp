#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return "SELECT e.oid, e.extname, n.nspname, e.extversion FROM pg_extension e "
           "JOIN pg_namespace n ON n.oid = e.extnamespace";
}

// Every new database has plpgsql.
Statements create(Object const& object, Schema const&) {
    if (object.name() == "plpgsql") {
        return {};
    }
    return {sql("CREATE EXTENSION IF NOT EXISTS {} WITH SCHEMA {}", identity(object),
                ident(object["schema"]))};
}

}  // namespace

Kind const kind::extension{.name = "extension",
                           .sql_name = "EXTENSION",
                           .catalog = "pg_extension",
                           .names = {"name"},
                           .in_namespace = false,
                           .properties = {comment_property, {"schema"}, {"version"}},
                           .query = query,
                           .create = create};

}  // namespace lockstep::schema
