#include <algorithm>

#include "schema/kinds/composite_bridge.hpp"
#include "schema/kinds/items.hpp"
#include "schema/kinds/stored.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, c.relname, t.typowner, t.oid, t.typarray FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = c.reltype "
        "WHERE c.relkind = 'c' AND {}",
        of_users);
}

void read(CatalogReader& reader, Kind const& kind, CatalogRow const& row) {
    auto& relation = reader.add_relation(to_oid(row[0]), kind, pack({row[1], row[2]}));
    reader.add_row_type(to_oid(row[4]), to_oid(row[5]), to_oid(row[0]));
    reader.set(relation.fields, kind, "owner", reader.owner(row[3]));
}

Statements create(Object const& object, Schema const& schema) {
    std::vector<Sql> attributes;
    for (auto const name : object.list("columns").items()) {
        if (auto const* const attribute = schema.part(object, kind::attribute, name)) {
            attributes.push_back(sql("\n    {} {}{}", ident(name), raw((*attribute)["type"]),
                                     clause(sql("COLLATE"), raw((*attribute)["collation"]))));
        }
    }
    return {sql("CREATE TYPE {} AS ({}\n)", identity(object), join(attributes, sql(",")))};
}

/// The columns of tables that are of the type change with it.
Sql cascade(Names type, Schema const& schema) {
    ObjectId const id{&kind::composite_type, type};
    auto const is_typed_table = [&](Object const& object) {
        return object.id.kind == &kind::table && !object["of_type"].empty() && needs(object, id);
    };
    return clause_if(std::any_of(schema.objects.begin(), schema.objects.end(), is_typed_table),
                     sql("CASCADE"));
}

bool is_altered(Object const& attribute, Object const& type, Schema const& schema) {
    auto const* const other = schema.part(type, kind::attribute, attribute.name());
    return other != nullptr && (attribute["type"] != (*other)["type"] ||
                                attribute["collation"] != (*other)["collation"]);
}

bool holds(std::vector<std::string_view> const& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What a removed attribute may have been renamed to, other than `taken`; empty where to nothing.
std::string_view new_name(Alteration const& change, std::string_view name,
                          std::vector<std::string_view> const& taken) {
    auto const* const before = change.from.part(change.before, kind::attribute, name);
    for (auto const other : change.after.list("columns").items()) {
        auto const* const after = change.to.part(change.after, kind::attribute, other);
        if (before != nullptr && after != nullptr && !holds(taken, other) &&
            change.from.part(change.before, kind::attribute, other) == nullptr &&
            (*before)["type"] == (*after)["type"]) {
            return other;
        }
    }
    return {};
}

/// The attributes in the order that they have when they are removed and added one by one: at the
/// end.
std::vector<std::string_view> order_in_place(Alteration const& change, bool renames) {
    auto const after = change.after.list("columns").items();
    std::vector<std::string_view> order;
    for (auto const name : change.before.list("columns").items()) {
        auto const now = holds(after, name) ? name
                         : renames          ? new_name(change, name, order)
                                            : std::string_view{};
        if (!now.empty()) {
            order.push_back(now);
        }
    }
    auto const added = without(after, order);
    order.insert(order.end(), added.begin(), added.end());
    return order;
}

// The order stays, whatever is taken for a rename; and the type of an attribute changes only where
// no value is of it.
bool must_be_remade(Alteration const& change) {
    auto const before = change.before.list("columns").items();
    auto const after = change.after.list("columns").items();
    if (order_in_place(change, false) != after || order_in_place(change, true) != after) {
        return true;
    }
    return std::any_of(before.begin(), before.end(),
                       [&](std::string_view name) {
                           auto const* const part =
                               change.from.part(change.before, kind::attribute, name);
                           return part != nullptr && is_altered(*part, change.after, change.to);
                       }) &&
           is_stored(change.before.id, change.from);
}

Statements add_attribute(Object const& attribute, Schema const& schema) {
    return {sql("ALTER TYPE {} ADD ATTRIBUTE {} {}{}{}", whole_of(attribute),
                ident(attribute.name()), raw(attribute["type"]),
                clause(sql("COLLATE"), raw(attribute["collation"])),
                cascade(attribute.id.names.without_last(), schema))};
}

Statements remove_attribute(Object const& attribute, Schema const& from, Schema const&) {
    return {sql("ALTER TYPE {} DROP ATTRIBUTE {}{}", whole_of(attribute), ident(attribute.name()),
                cascade(attribute.id.names.without_last(), from))};
}

std::optional<Statements> alter_attribute(Alteration const& change) {
    auto const& attribute = change.after;
    return Statements{sql("ALTER TYPE {} ALTER ATTRIBUTE {} TYPE {}{}{}", whole_of(attribute),
                          ident(attribute.name()), raw(attribute["type"]),
                          clause(sql("COLLATE"), raw(attribute["collation"])),
                          cascade(attribute.id.names.without_last(), change.to))};
}

/// What reads an attribute keeps it from another type.
bool reads_attribute(Object const&) {
    return true;
}

bool is_stored_attribute(Object const& attribute, Schema const& schema) {
    return is_stored({&kind::composite_type, attribute.id.names.without_last()}, schema);
}

// Nothing is known here of typed tables: CASCADE reaches them, and renames nothing else.
Statements rename_attribute(Object const& before, Object const& after) {
    return {sql("ALTER TYPE {} RENAME ATTRIBUTE {} TO {} CASCADE", whole_of(before),
                ident(before.name()), ident(after.name()))};
}

}  // namespace

Kind const kind::composite_type{.name = "composite type",
                                .sql_name = "TYPE",
                                .catalog = "pg_type",
                                .properties = {owner_property,
                                               comment_property,
                                               {"columns", Shape::list, Compare::relative_order}},
                                .query = query,
                                .read = read,
                                .create = create,
                                .must_be_remade = must_be_remade,
                                .set_aside = true,
                                .bridge = composite::bridge,
                                .end_bridge = composite::end_bridge};

// Read with the columns of tables, and made with their type.
Kind const kind::attribute{.name = "attribute",
                           .sql_name = "COLUMN",
                           .catalog = "pg_class",
                           .names = {"schema", "type", "name"},
                           .properties = {comment_property,
                                          {.name = "type", .disturbs = reads_attribute},
                                          {.name = "collation", .disturbs = reads_attribute}},
                           .add = add_attribute,
                           .remove = remove_attribute,
                           .replace = alter_attribute,
                           .rename = rename_attribute,
                           .remade_with_whole = true,
                           .holds_data = is_stored_attribute,
                           .part_of_names = 2};

}  // namespace lockstep::schema
