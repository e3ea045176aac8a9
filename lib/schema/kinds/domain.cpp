#include <algorithm>

#include "schema/kinds/items.hpp"
#include "schema/kinds/stored.hpp"

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

std::optional<Statements> alter_default(Alteration const& change) {
    return Statements{
        change_default(sql("ALTER DOMAIN {}", identity(change.after)), change.after["default"])};
}

/// Frees the domain from a function that its default calls.
Statements drop_default(Object const& domain, ObjectId const& need) {
    bool const is_read = need.kind == &kind::sequence || need.kind->catalog == "pg_proc" ||
                         need.kind->catalog == "pg_operator";
    return domain["default"].empty() || !is_read
               ? Statements{}
               : Statements{sql("ALTER DOMAIN {} DROP DEFAULT", identity(domain))};
}

std::optional<Statements> alter_not_null(Alteration const& change) {
    auto const word = change.after.is("not_null") ? sql("SET") : sql("DROP");
    return Statements{sql("ALTER DOMAIN {} {} NOT NULL", identity(change.after), word)};
}

bool is_checked_anew(Object const& check, Schema const& from) {
    auto const* const before = from.find(check.id);
    return !check.is("not_valid") && (before == nullptr || before->is("not_valid") ||
                                      (*before)["expression"] != check["expression"]);
}

// What may not hold for the values that are there cannot be said where these are inside of others.
bool must_be_remade(Alteration const& change) {
    auto const& [before, after, from, to] = change;
    auto const parts = to.with_parts(after.id.names);
    bool const is_narrower =
        (after.is("not_null") && !before.is("not_null")) ||
        std::any_of(parts.begin(), parts.end(), [&from = from](Object const& part) {
            return part.id.kind == &kind::domain_constraint && is_checked_anew(part, from);
        });
    return is_narrower && is_stored_inside(before.id, from);
}

}  // namespace

Kind const kind::domain{
    .name = "domain",
    .sql_name = "DOMAIN",
    .catalog = "pg_type",
    .properties = {owner_property,
                   comment_property,
                   {"type"},
                   {"collation"},
                   {.name = "default", .alter = alter_default, .detach = drop_default},
                   {.name = "not_null", .shape = Shape::flag, .alter = alter_not_null}},
    .query = query,
    .create = create,
    .must_be_remade = must_be_remade,
    .set_aside = true};

}  // namespace lockstep::schema
