#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT t.oid, n.nspname, t.typname, t.typowner, e.labels FROM pg_type t "
        "JOIN pg_namespace n ON n.oid = t.typnamespace "
        "LEFT JOIN (SELECT enumtypid, array_agg(enumlabel ORDER BY enumsortorder) AS labels FROM "
        "pg_enum GROUP BY 1) e "
        "ON e.enumtypid = t.oid WHERE t.typtype = 'e' AND {}",
        of_users);
}

Statements create(Object const& object, Schema const&) {
    std::vector<Sql> values;
    for (auto const value : object.list("values").items()) {
        values.push_back(literal(value));
    }
    return {sql("CREATE TYPE {} AS ENUM ({})", identity(object), comma_separated(values))};
}

}  // namespace

Kind const kind::enum_type{
    .name = "enum",
    .sql_name = "TYPE",
    .catalog = "pg_type",
    .properties = {owner_property, comment_property, {"values", Shape::list}},
    .query = query,
    .create = create};

}  // namespace lockstep::schema
