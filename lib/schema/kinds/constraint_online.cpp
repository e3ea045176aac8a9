#include <algorithm>

#include "schema/kinds/alter.hpp"
#include "schema/kinds/constraint.hpp"
#include "schema/kinds/index.hpp"

// Constraints that come to a table while others write to it: first NOT VALID, or an index that is
// built concurrently, then what takes a lock for a moment.
namespace lockstep::schema::constraint {

namespace {

Sql alter_table(Object const& constraint) {
    return sql("ALTER TABLE {}", whole_of(constraint));
}

Sql validation(Sql const& table, Object const& constraint) {
    return sql("ALTER TABLE {} VALIDATE CONSTRAINT {}", table, ident(constraint.name()));
}

bool is_checked_later(Object const& constraint) {
    return constraint.is("not_valid") || constraint.is("not_enforced");
}

OnlineStatements validated_later(Object const& constraint, Schema const& schema) {
    return {{sql("{} NOT VALID", addition(constraint, schema))},
            {validation(whole_of(constraint), constraint)}};
}

bool has_plain_index(Object const& constraint) {
    auto const type = constraint["type"];
    return (type == "PRIMARY KEY" || type == "UNIQUE") && !constraint.is("period");
}

bool is_of_partitioned(Object const& constraint, Schema const& schema) {
    auto const* const table = table_of(constraint, schema);
    return table == nullptr || !(*table)["partition_by"].empty();
}

Sql build(Object const& constraint, std::string_view name) {
    return sql("CREATE UNIQUE INDEX CONCURRENTLY {} ON {} {}", ident(name), whole_of(constraint),
               index_of_key(constraint));
}

/// The index takes the name of the constraint.
Sql adopt(Object const& constraint, std::string_view index) {
    return sql("ADD CONSTRAINT {} {} USING INDEX {}{}{}", ident(constraint.name()),
               raw(constraint["type"]), ident(index),
               clause_if(constraint.is("deferrable"), sql("DEFERRABLE")),
               clause_if(constraint.is("initially_deferred"), sql("INITIALLY DEFERRED")));
}

Statements attachment(Object const& constraint) {
    auto const parent = constraint["parent_index"];
    if (parent.empty()) {
        return {};
    }
    return {sql("ALTER INDEX {} ATTACH PARTITION {}.{}", raw(parent),
                ident(constraint.id.names.front()), ident(constraint.name()))};
}

/// The partitions, and theirs, that hold rows; nothing where one of them is no table.
std::optional<std::vector<Object const*>> leaves(Names table, Schema const& schema) {
    std::vector<Object const*> all;
    for (auto const* const child : children_of(table, schema)) {
        if (child->id.kind != &kind::table) {
            return std::nullopt;
        }
        if ((*child)["partition_by"].empty()) {
            all.push_back(child);
            continue;
        }
        auto const below = leaves(child->id.names, schema);
        if (!below) {
            return std::nullopt;
        }
        all.insert(all.end(), below->begin(), below->end());
    }
    return all;
}

/// Before 18 a foreign key of a partitioned table cannot be NOT VALID. So each partition gets its
/// own, and that of the whole takes them over without a look at the rows.
std::optional<OnlineStatements> partition_by_partition(Object const& constraint, Schema const& from,
                                                       Schema const& to) {
    auto const tables = leaves(constraint.id.names.without_last(), to);
    if (!tables || std::any_of(tables->begin(), tables->end(), [&](Object const* table) {
            return from.find(table->id) == nullptr;
        })) {
        return std::nullopt;
    }
    OnlineStatements statements;
    for (auto const* const table : *tables) {
        statements.after.push_back(sql("ALTER TABLE ONLY {} ADD {} NOT VALID", identity(*table),
                                       constraint_definition(constraint)));
        statements.after.push_back(validation(identity(*table), constraint));
    }
    statements.after.push_back(addition(constraint, to));
    return statements;
}

}  // namespace

std::optional<OnlineStatements> create_online(Object const& constraint, Schema const&,
                                              Schema const& to) {
    auto const type = constraint["type"];
    if (type == "CHECK" && !constraint.is("inherited") && !is_checked_later(constraint)) {
        return validated_later(constraint, to);
    }
    if (!has_plain_index(constraint)) {
        return std::nullopt;
    }
    OnlineStatements statements;
    if (is_of_partitioned(constraint, to)) {
        // Behind SET NOT NULL of its columns, before the keys of the partitions.
        statements.after = {addition(constraint, to)};
        append(statements.after, attachment(constraint));
        return statements;
    }
    statements.after = {
        build(constraint, constraint.name()),
        sql("{} {}", alter_table(constraint), adopt(constraint, constraint.name()))};
    append(statements.after, attachment(constraint));
    return statements;
}

std::optional<OnlineStatements> complete_online(Object const& constraint, Schema const& from,
                                                Schema const& to) {
    if (constraint["type"] != "FOREIGN KEY" || is_checked_later(constraint)) {
        return std::nullopt;
    }
    constexpr int since_not_valid_of_partitioned = 180000;
    if (is_of_partitioned(constraint, to) &&
        version_of(from, to) < since_not_valid_of_partitioned) {
        return partition_by_partition(constraint, from, to);
    }
    return validated_later(constraint, to);
}

std::optional<Statements> replace_online(Alteration const& alteration) {
    auto const& [before, after, from, to] = alteration;
    bool const has_parent = !before["parent_index"].empty() || !after["parent_index"].empty();
    if (!has_plain_index(after) || is_of_partitioned(after, to) || has_parent) {
        return std::nullopt;
    }
    auto const aside = name_aside(after.name());
    return Statements{build(after, aside), sql("{} DROP CONSTRAINT {}, {}", alter_table(after),
                                               ident(before.name()), adopt(after, aside))};
}

}  // namespace lockstep::schema::constraint
