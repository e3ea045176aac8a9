#include <algorithm>

#include "schema/kinds/items.hpp"

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

/// `RENAME VALUE` for each, where that is the whole change: what only one side has stands where
/// what only the other has does (as diff::find_renamed_values says).
Statements rename_values(Sql const& alter, Items const& before, Items const& after) {
    Statements statements;
    for (std::size_t i = 0; i < before.size() && before.size() == after.size(); ++i) {
        if (before[i] == after[i]) {
            continue;
        }
        if (has(after, before[i]) || has(before, after[i])) {
            return {};
        }
        statements.push_back(
            sql("{} RENAME VALUE {} TO {}", alter, literal(before[i]), literal(after[i])));
    }
    return statements;
}

/// Each before the next old one; behind the last, they come in their order.
Statements add_values(Sql const& alter, Items const& before, Items const& after) {
    Statements statements;
    std::size_t next = 0;
    for (auto const value : after) {
        if (next < before.size() && before[next] == value) {
            ++next;
        } else if (next == before.size()) {
            statements.push_back(sql("{} ADD VALUE {}", alter, literal(value)));
        } else {
            statements.push_back(
                sql("{} ADD VALUE {} BEFORE {}", alter, literal(value), literal(before[next])));
        }
    }
    return statements;
}

// Values cannot be removed, nor change places.
std::optional<Statements> alter_values(Alteration const& change) {
    auto const alter = sql("ALTER TYPE {}", identity(change.after));
    auto const before = change.before.list("values").items();
    auto const after = change.after.list("values").items();
    if (auto renames = rename_values(alter, before, after); !renames.empty()) {
        return renames;
    }
    bool const stay_in_order = without(after, without(after, before)) == before;
    return stay_in_order ? std::optional(add_values(alter, before, after)) : std::nullopt;
}

}  // namespace

Kind const kind::enum_type{
    .name = "enum",
    .sql_name = "TYPE",
    .catalog = "pg_type",
    .properties = {owner_property,
                   comment_property,
                   {.name = "values", .shape = Shape::list, .alter = alter_values}},
    .query = query,
    .create = create,
    .set_aside = true};

}  // namespace lockstep::schema
