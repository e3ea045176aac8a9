#include "schema/kinds/alter.hpp"

#include <algorithm>
#include <iterator>

namespace lockstep::schema {

namespace {

std::string_view name_of(std::string_view option) {
    return option.substr(0, option.find('='));
}

bool has_name(std::vector<std::string_view> const& options, std::string_view name) {
    return std::any_of(options.begin(), options.end(),
                       [&](std::string_view option) { return name_of(option) == name; });
}

/// The items of one list that the other lacks.
std::vector<std::string_view> lacking(TextList list, TextList other) {
    auto items = list.items();
    auto const others = other.items();
    std::erase_if(items, [&](std::string_view item) {
        return std::find(others.begin(), others.end(), item) != others.end();
    });
    return items;
}

Sql sql_name(Object const& object) {
    return Sql::from_server(std::string(object.id.kind->sql_name));  // from the table of kinds
}

}  // namespace

bool differs(Alteration const& alteration, std::string_view property) {
    auto const before = alteration.before.get(property);
    auto const after = alteration.after.get(property);
    return !before.is_unknown() && !after.is_unknown() && before != after;
}

int version_of(Alteration const& alteration) {
    return version_of(alteration.from, alteration.to);
}

int version_of(Schema const& from, Schema const& to) {
    return from.server_version != 0 ? from.server_version : to.server_version;
}

void append(Statements& all, Statements more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

Statements set_options(Sql const& alter, TextList before, TextList after) {
    Statements statements;
    if (auto const items = lacking(after, before); !items.empty()) {
        std::vector<Sql> parts;
        std::transform(items.begin(), items.end(), std::back_inserter(parts), option_assignment);
        statements.push_back(sql("{} SET ({})", alter, comma_separated(parts)));
    }
    std::vector<Sql> gone;
    for (auto const item : before.items()) {
        if (!has_name(after.items(), name_of(item))) {
            gone.push_back(option_name(name_of(item)));
        }
    }
    if (!gone.empty()) {
        statements.push_back(sql("{} RESET ({})", alter, comma_separated(gone)));
    }
    return statements;
}

Statements set_generic_options(Sql const& alter, TextList before, TextList after) {
    std::vector<Sql> parts;
    for (auto const item : before.items()) {
        if (!has_name(after.items(), name_of(item))) {
            parts.push_back(sql("DROP {}", ident(name_of(item))));
        }
    }
    for (auto const item : lacking(after, before)) {
        auto const is_there = has_name(before.items(), name_of(item));
        parts.push_back(sql("{} {}", is_there ? sql("SET") : sql("ADD"), generic_option(item)));
    }
    return parts.empty() ? Statements{}
                         : Statements{sql("{} OPTIONS ({})", alter, comma_separated(parts))};
}

Statements rename_part(Object const& before, Object const& after) {
    return {sql("ALTER {} {} ON {} RENAME TO {}", sql_name(after), ident(before.name()),
                whole_of(after), ident(after.name()))};
}

Statements rename_along(Object const& before, Object const& after) {
    if (before.name() == after.name()) {
        return {};
    }
    return {sql("ALTER {} {}.{} RENAME TO {}", sql_name(after), ident(after.id.names.front()),
                ident(before.name()), ident(after.name()))};
}

Object const* table_of(Object const& part, Schema const& schema) {
    auto const names = part.id.names.first(2);
    auto const* const table = schema.find(kind::table, names);
    return table != nullptr ? table : schema.find(kind::foreign_table, names);
}

namespace {

bool has_parent(Object const* table, Names parent) {
    if (table == nullptr) {
        return false;
    }
    auto const parents = parents_of(*table);
    return std::find(parents.begin(), parents.end(), parent.packed()) != parents.end();
}

bool is_table(Object const& object) {
    return object.id.kind == &kind::table || object.id.kind == &kind::foreign_table;
}

}  // namespace

std::vector<Object const*> children_of(Names table, Schema const& schema) {
    std::vector<Object const*> children;
    for (auto const& object : schema.objects) {
        if (is_table(object) && !object.fields.empty() && has_parent(&object, table)) {
            children.push_back(&object);
        }
    }
    return children;
}

bool stays_child_of(Alteration const& part, Names parent) {
    return has_parent(table_of(part.before, part.from), parent) &&
           has_parent(table_of(part.after, part.to), parent);
}

bool is_relinked(Alteration const& part) {
    auto const* const before = table_of(part.before, part.from);
    auto const* const after = table_of(part.after, part.to);
    return before == nullptr || after == nullptr || parents_of(*before) != parents_of(*after);
}

namespace {

/// A partition that is detached before all else, perhaps to be attached again.
bool is_detached(Object const& table, Schema const& to) {
    auto const* const after = to.find(table.id);
    return after != nullptr && !table["partition_of"].empty() &&
           (table["partition_of"] != (*after)["partition_of"] ||
            table["partition_bound"] != (*after)["partition_bound"]);
}

}  // namespace

namespace {

/// A child that has left the parent by then, with what it had from there.
bool has_left(Object const& child, Names parent, Schema const& to) {
    auto const* const after = to.find(child.id);
    return after != nullptr && child["partition_of"].empty() && !has_parent(after, parent);
}

}  // namespace

Below below_dropped(Object const& part, Schema const& from, Schema const& to,
                    bool (*stays)(Object const& same, Schema const& from, Schema const& to)) {
    Below result;
    std::vector<Object const*> with_parent;
    for (auto const* const child : children_of(part.id.names.without_last(), from)) {
        auto const names = std::string(child->id.names.packed()) + pack({part.name()});
        auto const* const same = from.find(*part.id.kind, Names(names));
        if (same == nullptr || !same->is("inherited") ||
            has_left(*child, part.id.names.without_last(), to)) {
            continue;
        }
        bool const is_left = stays(*same, from, to);
        bool const is_apart = is_detached(*child, to);
        result.is_kept = result.is_kept || (is_left && !is_apart);
        if (!is_left) {
            (is_apart ? result.dropped : with_parent).push_back(same);
        }
    }
    if (result.is_kept) {
        result.dropped.insert(result.dropped.end(), with_parent.begin(), with_parent.end());
    }
    return result;
}

namespace {

/// The same part of the tables right below.
std::vector<Alteration> below(Alteration const& alteration) {
    std::vector<Alteration> result;
    auto const table = alteration.after.id.names.first(2);
    for (auto const* const child : children_of(table, alteration.to)) {
        auto const names = std::string(child->id.names.packed()) + pack({alteration.after.name()});
        auto const* const before = alteration.from.find(*alteration.after.id.kind, Names(names));
        auto const* const after = alteration.to.find(*alteration.after.id.kind, Names(names));
        if (before != nullptr && after != nullptr) {
            result.push_back({*before, *after, alteration.from, alteration.to});
        }
    }
    return result;
}

template <typename Wanted>
void add_below(std::vector<Alteration>& all, Alteration const& alteration, Wanted const& wanted) {
    for (auto const& lower : below(alteration)) {
        if (wanted(alteration, lower)) {
            all.push_back(lower);
            add_below(all, lower, wanted);
        }
    }
}

}  // namespace

std::vector<Alteration> with_descendants(Alteration const& alteration) {
    std::vector<Alteration> all{alteration};
    add_below(all, alteration, [](Alteration const&, Alteration const&) { return true; });
    return all;
}

std::vector<Alteration> with_followers(Alteration const& alteration, std::string_view property) {
    std::vector<Alteration> all{alteration};
    add_below(all, alteration, [&](Alteration const& upper, Alteration const& lower) {
        return differs(lower, property) && upper.after.get(property) == lower.after.get(property);
    });
    return all;
}

}  // namespace lockstep::schema
