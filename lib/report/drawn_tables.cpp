#include <algorithm>
#include <set>

#include "report/inspect.hpp"

namespace lockstep::report {

namespace {

using schema::Object;

using Columns = std::vector<std::string_view>;

std::vector<Object const*> parts_of_kind(schema::Schema const& schema, Object const& table,
                                         std::string_view kind) {
    std::vector<Object const*> found;
    for (auto const& part : schema.with_parts(table.id.names)) {
        if (part.id.kind->name == kind) {
            found.push_back(&part);
        }
    }
    return found;
}

/// As the table's `columns` has them; by name where the source does not say.
std::vector<Object const*> columns_in_order(schema::Schema const& schema, Object const& table) {
    auto columns = parts_of_kind(schema, table, "column");
    auto const order = table.list("columns").items();
    auto const place = [&](Object const* column) {
        return std::find(order.begin(), order.end(), column->name()) - order.begin();
    };
    std::stable_sort(columns.begin(), columns.end(),
                     [&](auto const* a, auto const* b) { return place(a) < place(b); });
    return columns;
}

bool holds(Columns const& columns, std::string_view name) {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
}

/// The sets of columns that are unique, the primary key's among them.
std::set<Columns> unique_columns(std::vector<Object const*> const& constraints) {
    std::set<Columns> sets;
    for (auto const* const constraint : constraints) {
        auto const type = (*constraint)["type"];
        if (type == "PRIMARY KEY" || type == "UNIQUE") {
            auto columns = constraint->list("columns").items();
            std::sort(columns.begin(), columns.end());
            sets.insert(std::move(columns));
        }
    }
    return sets;
}

DrawnReference reference_of(DrawnTable const& drawn, Object const& constraint,
                            std::set<Columns> const& unique) {
    DrawnReference reference{.constraint = constraint.name(),
                             .table = drawn.table,
                             .references = constraint["references"],
                             .columns = constraint.list("columns").items(),
                             .to_columns = constraint.list("referenced_columns").items()};
    auto sorted = reference.columns;
    std::sort(sorted.begin(), sorted.end());
    reference.unique = unique.count(sorted) > 0;
    reference.optional =
        std::any_of(drawn.columns.begin(), drawn.columns.end(), [&](DrawnColumn const& column) {
            return !column.not_null && holds(reference.columns, column.name);
        });
    return reference;
}

void mark_keys(DrawnTable& drawn, std::vector<Object const*> const& constraints) {
    for (auto const* const constraint : constraints) {
        auto const type = (*constraint)["type"];
        auto const names = constraint->list("columns").items();
        for (auto& column : drawn.columns) {
            if (!holds(names, column.name)) {
                continue;
            }
            column.primary_key = column.primary_key || type == "PRIMARY KEY";
            column.unique = column.unique || (type == "UNIQUE" && names.size() == 1);
            column.foreign_key = column.foreign_key || type == "FOREIGN KEY";
        }
    }
}

DrawnTable drawn_table(schema::Schema const& schema, Object const& table) {
    DrawnTable drawn{
        .table = &table, .name = identity(table).text(), .columns = {}, .references = {}};
    for (auto const* const column : columns_in_order(schema, table)) {
        drawn.columns.push_back({.name = column->name(),
                                 .type = (*column)["type"],
                                 .not_null = column->is("not_null")});
    }
    auto const constraints = parts_of_kind(schema, table, "constraint");
    mark_keys(drawn, constraints);
    auto const unique = unique_columns(constraints);
    for (auto const* const constraint : constraints) {
        if ((*constraint)["type"] == "FOREIGN KEY") {
            drawn.references.push_back(reference_of(drawn, *constraint, unique));
        }
    }
    return drawn;
}

}  // namespace

std::vector<DrawnTable> drawn_tables(schema::Schema const& schema) {
    std::vector<DrawnTable> tables;
    for (auto const& object : schema.objects) {
        auto const kind = object.id.kind->name;
        if ((kind == "table" || kind == "foreign table") && object["partition_of"].empty()) {
            tables.push_back(drawn_table(schema, object));
        }
    }
    return tables;
}

}  // namespace lockstep::report
