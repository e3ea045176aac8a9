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

std::optional<Statements> move(Alteration const& change) {
    return Statements{sql("ALTER EXTENSION {} SET SCHEMA {}", identity(change.after),
                          ident(change.after["schema"]))};
}

std::optional<Statements> update(Alteration const& change) {
    return Statements{sql("ALTER EXTENSION {} UPDATE TO {}", identity(change.after),
                          literal(change.after["version"]))};
}

}  // namespace

Kind const kind::extension{.name = "extension",
                           .sql_name = "EXTENSION",
                           .catalog = "pg_extension",
                           .names = {"name"},
                           .in_namespace = false,
                           .properties = {comment_property,
                                          {.name = "schema", .alter = move},
                                          {.name = "version", .alter = update}},
                           .query = query,
                           .create = create};

}  // namespace lockstep::schema
