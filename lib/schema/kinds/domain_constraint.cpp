#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, t.typname, c.conname, pg_get_expr(c.conbin, 0), NOT "
        "c.convalidated "
        "FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid JOIN pg_namespace n ON n.oid = "
        "t.typnamespace "
        "WHERE c.contypid <> 0 AND c.contype = 'c' AND {}",
        of_users);
}

Statements create(Object const& object, Schema const&) {
    return {sql("ALTER DOMAIN {} ADD CONSTRAINT {} CHECK ({}){}", whole_of(object),
                ident(object.name()), raw(object["expression"]),
                clause_if(object.is("not_valid"), sql("NOT VALID")))};
}

Sql identity_of(Object const& object) {
    return sql("{} ON DOMAIN {}", ident(object.name()), whole_of(object));
}

Sql drop(Object const& object) {
    return sql("ALTER DOMAIN {} DROP CONSTRAINT {}", whole_of(object), ident(object.name()));
}

// There is no way back to NOT VALID.
std::optional<Statements> validate(Alteration const& change) {
    if (change.after.is("not_valid")) {
        return std::nullopt;
    }
    return Statements{sql("ALTER DOMAIN {} VALIDATE CONSTRAINT {}", whole_of(change.after),
                          ident(change.after.name()))};
}

Statements rename(Object const& before, Object const& after) {
    return {sql("ALTER DOMAIN {} RENAME CONSTRAINT {} TO {}", whole_of(before),
                ident(before.name()), ident(after.name()))};
}

}  // namespace

Kind const kind::domain_constraint{
    .name = "domain constraint",
    .sql_name = "CONSTRAINT",
    .catalog = "pg_constraint",
    .names = {"schema", "domain", "name"},
    .properties = {comment_property,
                   {"expression"},
                   {.name = "not_valid", .shape = Shape::flag, .alter = validate}},
    .query = query,
    .identity = identity_of,
    .create = create,
    .rename = rename,
    .drop = drop,
    .part_of_names = 2};

}  // namespace lockstep::schema
