#include <algorithm>

#include "schema/kinds/alter.hpp"
#include "schema/kinds/table.hpp"

namespace lockstep::schema::table {

std::vector<Object const*> checks_to_get(Alteration const& alteration) {
    std::vector<Object const*> checks;
    for (auto const& part : alteration.to.with_parts(alteration.after.id.names)) {
        bool const is_new = part.id.kind == &kind::constraint && part["type"] == "CHECK" &&
                            part.is("inherited") && alteration.from.find(part.id) == nullptr;
        for (auto const& parent :
             is_new ? parents_of(alteration.after) : std::vector<std::string>{}) {
            auto const names = parent + pack({part.name()});
            if (alteration.from.find(kind::constraint, Names(names)) != nullptr) {
                checks.push_back(&part);
                break;
            }
        }
    }
    return checks;
}

namespace {

Sql alter(Object const& table) {
    return sql("ALTER TABLE {}", identity(table));
}

}  // namespace

namespace {

using Parents = std::vector<std::string_view>;

void add_links(Statements& statements, Object const& table, Parents const& parents,
               Sql const& word) {
    for (auto const parent : parents) {
        statements.push_back(sql("{} {} {}", alter(table), word, raw(parent)));
    }
}

Parents without(Parents parents, Parents const& others) {
    std::erase_if(parents, [&](std::string_view parent) {
        return std::find(others.begin(), others.end(), parent) != others.end();
    });
    return parents;
}

/// Nothing inherits from a partitioned table: one that becomes so is put aside, and made anew.
bool is_put_aside(std::string_view parent, Alteration const& alteration) {
    auto const names = names_of_dotted(parent);
    auto const* const after = alteration.to.find(kind::table, Names(names));
    return after != nullptr && !(*after)["partition_by"].empty();
}

/// The parents that the table leaves: early where these are put aside, or at its turn.
Parents left_parents(Alteration const& alteration, bool early) {
    auto left = without(alteration.before.list("inherits").items(),
                        alteration.after.list("inherits").items());
    std::erase_if(
        left, [&](std::string_view parent) { return is_put_aside(parent, alteration) != early; });
    return left;
}

/// The parents that the table leaves for a moment, to come back behind others.
Parents relinked_parents(Alteration const& alteration) {
    auto const after = alteration.after.list("inherits").items();
    auto const before = alteration.before.list("inherits").items();
    auto const kept = without(before, without(before, after));
    auto const same = std::mismatch(kept.begin(), kept.end(), after.begin(), after.end());
    return {same.first, kept.end()};
}

/// Columns that the table gets from parents that have them already, or would lose for a moment.
std::vector<Object const*> columns_to_get(Alteration const& alteration) {
    std::vector<Object const*> columns;
    bool const is_relinked = !relinked_parents(alteration).empty();
    for (auto const name : alteration.after.list("columns").items()) {
        auto const* const old = alteration.from.part(alteration.before, kind::column, name);
        auto const* const column = alteration.to.part(alteration.after, kind::column, name);
        bool const is_new = column != nullptr && column->is("inherited") &&
                            (is_relinked || old == nullptr || !old->is("inherited"));
        for (auto const& parent :
             is_new ? parents_of(alteration.after) : std::vector<std::string>{}) {
            auto const names = parent + pack({name});
            auto const* const above = alteration.to.find(kind::column, Names(names));
            // A parent that is new is made with it.
            bool const has_it = alteration.from.find(kind::column, Names(names)) != nullptr ||
                                alteration.from.find(kind::table, Names(parent)) == nullptr;
            if (above != nullptr && has_it) {
                columns.push_back(above);
                break;
            }
        }
    }
    return columns;
}

struct Helper {
    Statements before;
    Statements after;
};

/// Only a table that must have a column before it comes to the parent would have it by itself: it
/// gets it from a parent that is there for that alone.
Helper helping_parent(Alteration const& alteration) {
    std::vector<Sql> parts;
    for (auto const* const column : columns_to_get(alteration)) {
        parts.push_back(sql("ADD COLUMN {}", definition_for_children(*column)));
    }
    for (auto const* const check : checks_to_get(alteration)) {
        parts.push_back(sql("ADD {}", constraint_definition(*check)));
    }
    if (parts.empty()) {
        return {};
    }
    auto const name =
        sql("{}.{}", ident(alteration.after.id.names.front()), ident("lockstep_helping_parent"));
    auto const table = alter(alteration.after);
    return {{sql("CREATE TABLE {} ()", name), sql("{} INHERIT {}", table, name),
             sql("ALTER TABLE {} {}", name, comma_separated(parts))},
            {sql("{} NO INHERIT {}", table, name), sql("DROP TABLE {}", name)}};
}

}  // namespace

// A new parent comes behind the others, so the first one that stands elsewhere, and all behind it,
// are linked anew. A column that always has a parent that has it, too, stays inherited.
std::optional<Statements> alter_inherits(Alteration const& alteration) {
    auto const helper = helping_parent(alteration);
    auto const after = alteration.after.list("inherits").items();
    auto const before = alteration.before.list("inherits").items();
    auto const relinked = relinked_parents(alteration);
    auto const staying = without(without(before, without(before, after)), relinked);
    auto statements = helper.before;
    add_links(statements, alteration.after, relinked, sql("NO INHERIT"));
    add_links(statements, alteration.after, without(after, staying), sql("INHERIT"));
    add_links(statements, alteration.after, left_parents(alteration, false), sql("NO INHERIT"));
    append(statements, helper.after);
    return statements;
}

Statements leave_parents(Alteration const& alteration) {
    Statements statements;
    add_links(statements, alteration.before, left_parents(alteration, true), sql("NO INHERIT"));
    return statements;
}

}  // namespace lockstep::schema::table
