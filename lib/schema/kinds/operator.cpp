#include "base/error.hpp"
#include "base/text.hpp"
#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

/// `OPERATOR(schema.=)`, by the oid in a column.
constexpr std::string_view other_operator =
    "(SELECT format('OPERATOR(%I.%s)', s.nspname, x.oprname) FROM pg_operator x "
    "JOIN pg_namespace s ON s.oid = x.oprnamespace WHERE x.oid = {0} AND x.oprcode <> 0)";

// A shell, made when an operator named it as its commutator or negator, has no function: it comes
// with that operator.
std::string query(int) {
    return fmt::format(
        "SELECT o.oid, n.nspname, o.oprname, CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE "
        "format_type(o.oprleft, NULL) END, "
        "CASE WHEN o.oprright = 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END, o.oprowner, "
        "o.oprcode::regproc, "
        "{}, {}, nullif(o.oprrest, 0)::regproc, nullif(o.oprjoin, 0)::regproc, o.oprcanhash, "
        "o.oprcanmerge "
        "FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oprcode <> 0 AND "
        "{}",
        fmt::format(other_operator, "o.oprcom"), fmt::format(other_operator, "o.oprnegate"),
        of_users);
}

/// An operator's name is no identifier; it is checked instead of quoted.
Sql symbol(std::string_view name) {
    constexpr std::string_view characters = "+-*/<>=~!@#%^&|`?";
    if (name.empty() || name.find_first_not_of(characters) != std::string_view::npos) {
        throw Error(ExitCode::bad_input,
                    fmt::format("\"{}\" is no name of an operator", printable(name)));
    }
    return raw(name);
}

Sql name_of(Object const& object) {
    return sql("{}.{}", ident(object.id.names[0]), symbol(object.id.names[1]));
}

Sql identity_of(Object const& object) {
    return sql("{} ({}, {})", name_of(object), raw(object.id.names[2]), raw(object.id.names[3]));
}

Statements create(Object const& object, Schema const&) {
    std::vector<Sql> parts{sql("FUNCTION = {}", raw(object["function"]))};
    auto const add = [&](Sql const& name, std::string_view value) {
        if (!value.empty() && value != "NONE") {
            parts.push_back(sql("{} = {}", name, raw(value)));
        }
    };
    add(sql("LEFTARG"), object.id.names[2]);
    add(sql("RIGHTARG"), object.id.names[3]);
    add(sql("COMMUTATOR"), object["commutator"]);
    add(sql("NEGATOR"), object["negator"]);
    add(sql("RESTRICT"), object["restrict"]);
    add(sql("JOIN"), object["join"]);
    if (object.is("hashes")) {
        parts.push_back(sql("HASHES"));
    }
    if (object.is("merges")) {
        parts.push_back(sql("MERGES"));
    }
    return {sql("CREATE OPERATOR {} (\n    {}\n)", name_of(object), join(parts, sql(",\n    ")))};
}

Sql alter_set(Object const& object, Sql const& what) {
    return sql("ALTER OPERATOR {} SET ({})", identity(object), what);
}

Sql or_none(std::string_view function) {
    return function.empty() ? sql("NONE") : raw(function);
}

std::optional<Statements> alter_restrict(Alteration const& change) {
    auto const& object = change.after;
    return Statements{alter_set(object, sql("RESTRICT = {}", or_none(object["restrict"])))};
}

std::optional<Statements> alter_join(Alteration const& change) {
    auto const& object = change.after;
    return Statements{alter_set(object, sql("JOIN = {}", or_none(object["join"])))};
}

/// From 17 on these can be given to an operator that has none, but not taken again.
bool can_be_given(Alteration const& change, std::string_view property) {
    constexpr int first_version = 170000;
    return change.from.server_version >= first_version && change.before.get(property).empty();
}

std::optional<Statements> alter_commutator(Alteration const& change) {
    auto const& object = change.after;
    return can_be_given(change, "commutator")
               ? std::optional(Statements{
                     alter_set(object, sql("COMMUTATOR = {}", raw(object["commutator"])))})
               : std::nullopt;
}

std::optional<Statements> alter_negator(Alteration const& change) {
    auto const& object = change.after;
    return can_be_given(change, "negator")
               ? std::optional(
                     Statements{alter_set(object, sql("NEGATOR = {}", raw(object["negator"])))})
               : std::nullopt;
}

std::optional<Statements> alter_hashes(Alteration const& change) {
    return can_be_given(change, "hashes")
               ? std::optional(Statements{alter_set(change.after, sql("HASHES"))})
               : std::nullopt;
}

std::optional<Statements> alter_merges(Alteration const& change) {
    return can_be_given(change, "merges")
               ? std::optional(Statements{alter_set(change.after, sql("MERGES"))})
               : std::nullopt;
}

}  // namespace

Kind const kind::operator_{
    .name = "operator",
    .sql_name = "OPERATOR",
    .catalog = "pg_operator",
    .names = {"schema", "name", "left", "right"},
    .properties = {owner_property,
                   comment_property,
                   {"function"},
                   {.name = "commutator", .alter = alter_commutator},
                   {.name = "negator", .alter = alter_negator},
                   {.name = "restrict", .alter = alter_restrict},
                   {.name = "join", .alter = alter_join},
                   {.name = "hashes", .shape = Shape::flag, .alter = alter_hashes},
                   {.name = "merges", .shape = Shape::flag, .alter = alter_merges}},
    .query = query,
    .identity = identity_of,
    .create = create};

}  // namespace lockstep::schema
