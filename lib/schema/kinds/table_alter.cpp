#include "schema/kinds/table.hpp"

#include <algorithm>
#include <cctype>

#include "schema/kinds/alter.hpp"

namespace lockstep::schema::table {

namespace {

Sql alter(Object const& table) {
    return sql("ALTER TABLE {}", identity(table));
}

}  // namespace

namespace {

bool is_foreign_key(Object const& part) {
    return part.id.kind == &kind::constraint && part["type"] == "FOREIGN KEY";
}

/// A table that becomes logged, or unlogged, together with the one that a foreign key names.
bool changes_along(Names table, Names other, Alteration const& alteration) {
    auto const* const before = alteration.from.find(kind::table, table);
    auto const* const after = alteration.to.find(kind::table, table);
    return table != other && before != nullptr && after != nullptr &&
           before->is("unlogged") != after->is("unlogged") &&
           after->is("unlogged") == alteration.after.is("unlogged");
}

/// The tables that must be changed before this one: those that it references where it becomes
/// logged, those that reference it where it does not.
std::vector<std::string> first_to_change(Alteration const& alteration) {
    std::vector<std::string> tables;
    bool const unlogged = alteration.after.is("unlogged");
    auto const own = alteration.after.id.names;
    for (auto const& object : alteration.to.objects) {
        if (!is_foreign_key(object)) {
            continue;
        }
        auto const referenced = names_of_dotted(object["references"]);
        auto const referencing = object.id.names.without_last();
        auto const first = unlogged ? referencing : Names(referenced);
        auto const second = unlogged ? Names(referenced) : referencing;
        if (second == own && changes_along(first, own, alteration)) {
            tables.emplace_back(first.packed());
        }
    }
    return tables;
}

Sql set_persistence(Object const& table) {
    return sql("{} SET {}", alter(table), table.is("unlogged") ? sql("UNLOGGED") : sql("LOGGED"));
}

void change_persistence(Alteration const& alteration, Statements& statements, std::size_t depth) {
    constexpr std::size_t deepest = 20;  // keys may go round in a circle
    for (auto const& names :
         depth < deepest ? first_to_change(alteration) : std::vector<std::string>{}) {
        auto const* const before = alteration.from.find(kind::table, Names(names));
        auto const* const after = alteration.to.find(kind::table, Names(names));
        change_persistence({*before, *after, alteration.from, alteration.to}, statements,
                           depth + 1);
    }
    auto statement = set_persistence(alteration.after);
    if (std::find(statements.begin(), statements.end(), statement) == statements.end()) {
        statements.push_back(std::move(statement));
    }
}

}  // namespace

// A table that is logged cannot reference one that is not. Said twice, it does nothing.
// (Of one that is partitioned, it does nothing at all.)
std::optional<Statements> alter_unlogged(Alteration const& alteration) {
    if (!alteration.after["partition_by"].empty()) {
        return std::nullopt;
    }
    Statements statements;
    change_persistence(alteration, statements, 0);
    return statements;
}

std::optional<Statements> alter_of_type(Alteration const& alteration) {
    auto const type = alteration.after["of_type"];
    return Statements{type.empty() ? sql("{} NOT OF", alter(alteration.after))
                                   : sql("{} OF {}", alter(alteration.after), raw(type))};
}

std::optional<Statements> alter_access_method(Alteration const& alteration) {
    auto const version = version_of(alteration);
    auto const& after = alteration.after;
    bool const partitioned = !after["partition_by"].empty();
    if (version < (partitioned ? 170000 : 150000)) {
        return std::nullopt;
    }
    auto const method = after["access_method"];
    return Statements{sql("{} SET ACCESS METHOD {}", alter(after),
                          !method.empty() ? ident(method)
                          : partitioned   ? sql("DEFAULT")
                                          : sql("heap"))};
}

std::optional<Statements> alter_tablespace(Alteration const& alteration) {
    auto const space = alteration.after["tablespace"];
    return Statements{sql("{} SET TABLESPACE {}", alter(alteration.after),
                          space.empty() ? sql("pg_default") : ident(space))};
}

std::optional<Statements> alter_with(Alteration const& alteration) {
    return set_options(alter(alteration.after), alteration.before.list("with"),
                       alteration.after.list("with"));
}

std::optional<Statements> alter_row_security(Alteration const& alteration) {
    auto const& after = alteration.after;
    return Statements{sql("{} {} ROW LEVEL SECURITY", alter(after),
                          after.is("row_security") ? sql("ENABLE") : sql("DISABLE"))};
}

std::optional<Statements> alter_force_row_security(Alteration const& alteration) {
    auto const& after = alteration.after;
    return Statements{sql("{}{} FORCE ROW LEVEL SECURITY", alter(after),
                          clause_if(!after.is("force_row_security"), sql("NO")))};
}

namespace {

bool is_by_index(Object const& table) {
    return table["replica_identity"].starts_with("USING INDEX ");
}

Sql set_replica_identity(Object const& table, std::string_view kind) {
    return sql("{} REPLICA IDENTITY {}", alter(table), kind.empty() ? sql("DEFAULT") : raw(kind));
}

}  // namespace

/// At once, where an index is that no more: its columns can lose NOT NULL only then.
Statements release_replica_identity(Alteration const& alteration) {
    bool const frees = is_by_index(alteration.before) && !is_by_index(alteration.after);
    return frees ? Statements{set_replica_identity(alteration.before,
                                                   alteration.after["replica_identity"])}
                 : Statements{};
}

std::optional<Statements> alter_replica_identity(Alteration const& alteration) {
    return release_replica_identity(alteration).empty()
               ? Statements{set_replica_identity(alteration.after,
                                                 alteration.after["replica_identity"])}
               : Statements{};
}

std::optional<Statements> alter_clustered_on(Alteration const& alteration) {
    auto const index = alteration.after["clustered_on"];
    return Statements{index.empty()
                          ? sql("{} SET WITHOUT CLUSTER", alter(alteration.after))
                          : sql("{} CLUSTER ON {}", alter(alteration.after), ident(index))};
}

namespace {

Sql attachment(Object const& table) {
    return sql("ALTER TABLE ONLY {} ATTACH PARTITION {} {}", raw(table["partition_of"]),
               identity(table), raw(table["partition_bound"]));
}

Sql detachment(Object const& table) {
    return sql("ALTER TABLE {} DETACH PARTITION {}", raw(table["partition_of"]), identity(table));
}

/// A partition that is detached keeps as its own the foreign keys that it had from its parents.
Statements drop_foreign_keys_of_parents(Alteration const& alteration) {
    Statements statements;
    auto const* table = &alteration.before;
    while (table != nullptr && !(*table)["partition_of"].empty()) {
        auto const parent = names_of_dotted((*table)["partition_of"]);
        for (auto const& part : alteration.from.with_parts(Names(parent))) {
            if (is_foreign_key(part)) {
                statements.push_back(sql("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}",
                                         identity(alteration.before), ident(part.name())));
            }
        }
        table = alteration.from.find(kind::table, Names(parent));
    }
    return statements;
}

}  // namespace

namespace {

bool is_word(char c) {
    return c == '_' || c == '$' || c == '"' || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// Does the partition key `RANGE (lower(name), id)` name the column?
bool is_in_key(std::string_view key, std::string_view column) {
    auto const name = ident(column).text();
    for (auto at = key.find(name); at != std::string_view::npos; at = key.find(name, at + 1)) {
        auto const end = at + name.size();
        if ((at == 0 || !is_word(key[at - 1])) && (end == key.size() || !is_word(key[end]))) {
            return true;
        }
    }
    return false;
}

bool has_key_with(Object const& table, std::string_view column, Schema const& schema) {
    if (is_in_key(table["partition_by"], column)) {
        return true;
    }
    auto const children = table["partition_by"].empty() ? std::vector<Object const*>{}
                                                        : children_of(table.id.names, schema);
    return std::any_of(children.begin(), children.end(),
                       [&](Object const* child) { return has_key_with(*child, column, schema); });
}

}  // namespace

// The type of a column in the partition key cannot be altered, nor that of what a partition has in
// its own key.
bool must_be_remade(Alteration const& alteration) {
    auto const& before = alteration.before;
    auto const& from = alteration.from;
    if (before["partition_by"].empty()) {
        return false;
    }
    auto const columns = before.list("columns").items();
    return std::any_of(columns.begin(), columns.end(), [&](std::string_view name) {
        auto const* const old = from.part(before, kind::column, name);
        auto const* const now = alteration.to.part(alteration.after, kind::column, name);
        bool const changes =
            old != nullptr && now != nullptr &&
            ((*old)["type"] != (*now)["type"] || (*old)["collation"] != (*now)["collation"]);
        return changes && has_key_with(before, name, from);
    });
}

Statements link(Object const& table) {
    return table["partition_of"].empty() ? Statements{} : Statements{attachment(table)};
}

// With another parent, the link says it.
std::optional<Statements> attach(Alteration const& alteration) {
    return differs(alteration, "partition_of") ? Statements{}
                                               : Statements{attachment(alteration.after)};
}

Statements detach(Alteration const& alteration) {
    return differs(alteration, "partition_of") ? Statements{}
                                               : Statements{detachment(alteration.before)};
}

std::optional<Statements> alter_partition_of(Alteration const& alteration) {
    Statements statements;
    if (alteration.after["partition_of"].empty()) {
        return statements;
    }
    for (auto const* const check : checks_to_get(alteration)) {
        statements.push_back(
            sql("{} ADD {}", alter(alteration.after), constraint_definition(*check)));
    }
    statements.push_back(attachment(alteration.after));
    return statements;
}

Statements leave(Alteration const& alteration) {
    if (alteration.before["partition_of"].empty()) {
        return {};
    }
    Statements statements{detachment(alteration.before)};
    append(statements, drop_foreign_keys_of_parents(alteration));
    return statements;
}

namespace {

/// Not where the parent has a default partition, which must be locked; not before 14.
bool can_leave_online(Object const& table, Schema const& from, Schema const& to) {
    constexpr int since = 140000;
    auto const parent = table["partition_of"];
    if (parent.empty() || version_of(from, to) < since) {
        return false;
    }
    auto const parent_names = names_of_dotted(parent);
    auto const others = children_of(Names(parent_names), from);
    bool const has_default = std::any_of(others.begin(), others.end(), [](Object const* other) {
        return (*other)["partition_bound"] == "DEFAULT";
    });
    auto const later = children_of(Names(parent_names), to);
    bool const only_leaves = std::all_of(later.begin(), later.end(), [&](Object const* other) {
        auto const* const before = from.find(other->id);
        return before != nullptr && (*before)["partition_of"] == parent;
    });
    return !has_default && only_leaves && to.find(kind::table, Names(parent_names)) != nullptr;
}

Sql detachment_online(Object const& table) {
    return sql("{} CONCURRENTLY", detachment(table));
}

/// DETACH … CONCURRENTLY leaves a check of what the bound said, under a name of its own choice.
Sql drop_check_of_bound(Alteration const& alteration) {
    std::vector<Sql> known{sql("''")};
    for (auto const* const schema : {&alteration.from, &alteration.to}) {
        for (auto const& part : schema->with_parts(alteration.before.id.names)) {
            if (part.id.kind == &kind::constraint && part["type"] == "CHECK") {
                known.push_back(literal(part.name()));
            }
        }
    }
    auto const table = identity(alteration.before);
    auto const body = sql(
        "DECLARE left_check text; BEGIN FOR left_check IN SELECT conname FROM "
        "pg_catalog.pg_constraint WHERE conrelid = {}::pg_catalog.regclass AND contype = 'c' AND "
        "conname <> ALL (ARRAY[{}]) LOOP EXECUTE pg_catalog.format('ALTER TABLE %s "
        "DROP CONSTRAINT %I', {}, left_check); END LOOP; END",
        literal(table.text()), comma_separated(known), literal(table.text()));
    return sql("DO {}", dollar_quoted(body.text()));
}

}  // namespace

std::optional<Statements> leave_online(Alteration const& alteration) {
    auto const& before = alteration.before;
    bool const is_for_good = alteration.after["partition_of"].empty();
    if (!is_for_good || !can_leave_online(before, alteration.from, alteration.to)) {
        return std::nullopt;
    }
    Statements statements{detachment_online(before), drop_check_of_bound(alteration)};
    append(statements, drop_foreign_keys_of_parents(alteration));
    return statements;
}

std::optional<Statements> remove_online(Object const& table, Schema const& from, Schema const& to) {
    if (!can_leave_online(table, from, to)) {
        return std::nullopt;
    }
    return Statements{detachment_online(table), sql("DROP TABLE {}", identity(table))};
}

namespace {

/// The tables that it is a partition of, directly or not.
std::vector<std::string> tables_above(Object const& partition, Schema const& schema) {
    std::vector<std::string> above;
    auto const* table = &partition;
    while (table != nullptr && !(*table)["partition_of"].empty()) {
        above.emplace_back((*table)["partition_of"]);
        auto const names = names_of_dotted(above.back());
        table = schema.find(kind::table, Names(names));
    }
    return above;
}

}  // namespace

// A foreign key that references a table holds each partition of that, until it is detached.
Statements remove(Object const& table, Schema const& from, Schema const&) {
    Statements statements;
    auto const above = tables_above(table, from);
    bool const is_held =
        !above.empty() &&
        std::any_of(from.objects.begin(), from.objects.end(), [&](Object const& object) {
            return is_foreign_key(object) &&
                   std::find(above.begin(), above.end(), object["references"]) != above.end();
        });
    if (is_held) {
        statements.push_back(detachment(table));
    }
    statements.push_back(sql("DROP TABLE {}", identity(table)));
    return statements;
}

// PostgreSQL cannot move a column.
std::optional<Statements> alter_columns(Alteration const&) {
    return Statements{};
}

}  // namespace lockstep::schema::table
