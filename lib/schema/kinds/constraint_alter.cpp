#include "schema/kinds/constraint.hpp"

#include <algorithm>

#include "schema/kinds/alter.hpp"

namespace lockstep::schema::constraint {

namespace {

Sql alter_table(Object const& constraint) {
    return sql("ALTER TABLE {}", whole_of(constraint));
}

/// The index of a key: in the namespace of its table, with the name of the constraint.
Sql index_of(Object const& constraint) {
    return sql("{}.{}", ident(constraint.id.names.front()), ident(constraint.name()));
}

bool is_foreign_key(Alteration const& alteration) {
    return alteration.before["type"] == "FOREIGN KEY" && alteration.after["type"] == "FOREIGN KEY";
}

bool is_partitioned(Alteration const& alteration) {
    auto const* const table = table_of(alteration.after, alteration.to);
    return table != nullptr && !(*table)["partition_by"].empty();
}

Statements set_deferrability(Object const& constraint) {
    bool const deferrable = constraint.is("deferrable");
    return {sql("{} ALTER CONSTRAINT {}{}{}", alter_table(constraint), ident(constraint.name()),
                deferrable ? sql(" DEFERRABLE") : sql(" NOT DEFERRABLE"),
                !deferrable                           ? Sql()
                : constraint.is("initially_deferred") ? sql(" INITIALLY DEFERRED")
                                                      : sql(" INITIALLY IMMEDIATE"))};
}

}  // namespace

// A key's index would have to be another one.
std::optional<Statements> alter_deferrable(Alteration const& alteration) {
    return is_foreign_key(alteration) ? std::optional(set_deferrability(alteration.after))
                                      : std::nullopt;
}

std::optional<Statements> alter_initially_deferred(Alteration const& alteration) {
    return differs(alteration, "deferrable") ? Statements{} : alter_deferrable(alteration);
}

std::optional<Statements> alter_not_valid(Alteration const& alteration) {
    if (differs(alteration, "not_enforced")) {
        return Statements{};  // that says it
    }
    if (alteration.after.is("not_valid")) {
        return std::nullopt;
    }
    return Statements{sql("{} VALIDATE CONSTRAINT {}", alter_table(alteration.after),
                          ident(alteration.after.name()))};
}

// Of foreign keys alone in 18, and what is enforced by it is valid, too.
std::optional<Statements> alter_not_enforced(Alteration const& alteration) {
    auto const& after = alteration.after;
    if (!is_foreign_key(alteration) || after.is("not_valid")) {
        return std::nullopt;
    }
    return Statements{sql("{} ALTER CONSTRAINT {}{} ENFORCED", alter_table(after),
                          ident(after.name()), clause_if(after.is("not_enforced"), sql("NOT")))};
}

// PostgreSQL takes no parameters of an index that is partitioned but when it is made.
std::optional<Statements> alter_with(Alteration const& alteration) {
    auto const* const table = table_of(alteration.after, alteration.to);
    if (table != nullptr && !(*table)["partition_by"].empty()) {
        return std::nullopt;
    }
    return set_options(sql("ALTER INDEX {}", index_of(alteration.after)),
                       alteration.before.list("with"), alteration.after.list("with"));
}

std::optional<Statements> alter_tablespace(Alteration const& alteration) {
    auto const space = alteration.after["tablespace"];
    return Statements{sql("ALTER INDEX {} SET TABLESPACE {}", index_of(alteration.after),
                          space.empty() ? sql("pg_default") : ident(space))};
}

// That of a partitioned table is valid as soon as those of all partitions are attached to it.
std::optional<Statements> alter_invalid(Alteration const& alteration) {
    return is_partitioned(alteration) && !alteration.after.is("invalid")
               ? std::optional<Statements>(Statements{})
               : std::nullopt;
}

// It leaves its parent with its table, and not by itself.
std::optional<Statements> alter_parent_index(Alteration const& alteration) {
    auto const parent = alteration.after["parent_index"];
    if (!alteration.before["parent_index"].empty() && !is_relinked(alteration)) {
        return std::nullopt;
    }
    return parent.empty() ? Statements{}
                          : Statements{sql("ALTER INDEX {} ATTACH PARTITION {}", raw(parent),
                                           index_of(alteration.after))};
}

// It follows from what the table inherits from, and from what its parents have.
std::optional<Statements> alter_inherited(Alteration const& alteration) {
    bool const comes_with_link = is_relinked(alteration);
    bool const is_left = !alteration.after.is("inherited");
    return comes_with_link || is_left ? std::optional<Statements>(Statements{}) : std::nullopt;
}

std::optional<Statements> alter_index_comment(Alteration const& alteration) {
    auto const comment = alteration.after["index_comment"];
    return Statements{sql("COMMENT ON INDEX {} IS {}", index_of(alteration.after),
                          comment.empty() ? sql("NULL") : literal(comment))};
}

namespace {

Sql drop_statement(Object const& constraint, bool only) {
    return sql("ALTER TABLE{} {} DROP CONSTRAINT {}", clause_if(only, sql("ONLY")),
               whole_of(constraint), ident(constraint.name()));
}

}  // namespace

// As with columns: what a child keeps, the parent drops alone, and the other children by
// themselves.
Statements remove(Object const& constraint, Schema const& from, Schema const& to) {
    if (constraint["type"] != "CHECK") {
        return {drop_statement(constraint, false)};
    }
    auto const stays = [](Object const& same, Schema const& before, Schema const& after) {
        auto const* const left = after.find(same.id);
        if (left == nullptr || (*left)["expression"] != same["expression"]) {
            return false;
        }
        auto const* const table = table_of(same, before);
        auto const parents = table == nullptr ? std::vector<std::string>{} : parents_of(*table);
        return std::none_of(parents.begin(), parents.end(), [&](std::string const& parent) {
            auto const names = parent + pack({same.name()});
            return after.find(kind::constraint, Names(names)) != nullptr;
        });
    };
    auto const below = below_dropped(constraint, from, to, stays);
    Statements statements{drop_statement(constraint, below.is_kept)};
    for (auto const* const same : below.dropped) {
        append(statements, remove(*same, from, to));
    }
    return statements;
}

Statements rename(Object const& before, Object const& after) {
    if (before.is("inherited") && after.is("inherited")) {
        return {};  // the parent's new name is its own
    }
    return {sql("{} RENAME CONSTRAINT {} TO {}", alter_table(after), ident(before.name()),
                ident(after.name()))};
}

}  // namespace lockstep::schema::constraint
