#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT t.oid, n.nspname, t.typname, t.typowner, format_type(t.typbasetype, t.typtypmod), "
        "CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation END, "
        "pg_get_expr(t.typdefaultbin, 0), t.typnotnull "
        "FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = "
        "t.typbasetype "
        "WHERE t.typtype = 'd' AND {}",
        of_users);
}

Statements create(Object const& object, Schema const&) {
    return {sql("CREATE DOMAIN {} AS {}{}{}{}", identity(object), raw(object["type"]),
                clause(sql("COLLATE"), raw(object["collation"])),
                clause_if(object.is("not_null"), sql("NOT NULL")),
                clause(sql("DEFAULT"), raw(object["default"])))};
}

}  // namespace

Kind const kind::domain{.name = "domain",
                        .sql_name = "DOMAIN",
                        .catalog = "pg_type",
                        .properties = {owner_property,
                                       comment_property,
                                       {"type"},
                                       {"collation"},
                                       {"default"},
                                       {"not_null", Shape::flag}},
                        .query = query,
                        .create = create};

}  // namespace lockstep::schema
