#include "schema/kinds/column_alter.hpp"

#include <algorithm>
#include <array>

#include "schema/kinds/sequence.hpp"

namespace lockstep::schema::column {

Sql alter_table_of(Object const& column, Schema const& schema) {
    bool const is_foreign =
        schema.find(kind::foreign_table, column.id.names.without_last()) != nullptr;
    return is_foreign ? sql("ALTER FOREIGN TABLE") : sql("ALTER TABLE");
}

Sql alter_with_descendants(Alteration const& alteration) {
    auto const& column = alteration.after;
    return sql("{} {} ALTER COLUMN {}", alter_table_of(column, alteration.to), whole_of(column),
               ident(column.name()));
}

Sql alter_only(Alteration const& alteration) {
    auto const& column = alteration.after;
    return sql("{} ONLY {} ALTER COLUMN {}", alter_table_of(column, alteration.to),
               whole_of(column), ident(column.name()));
}

namespace {

/// A statement for the column, and for those below it that get the same value.
template <typename Statement>
Statements for_followers(Alteration const& alteration, std::string_view property,
                         Statement const& statement) {
    Statements statements;
    for (auto const& each : with_followers(alteration, property)) {
        append(statements, statement(each));
    }
    return statements;
}

/// `SET word value`, with the word for the default where there is no value.
Statements set_word(Alteration const& alteration, std::string_view property, Sql const& word,
                    Sql const& standard) {
    return for_followers(alteration, property, [&](Alteration const& each) {
        auto const value = each.after[property];
        return Statements{
            sql("{} SET {} {}", alter_only(each), word, value.empty() ? standard : raw(value))};
    });
}

bool is_retyped(Alteration const& alteration) {
    return differs(alteration, "type") || differs(alteration, "collation");
}

/// A sequence that the default takes its values from, which the column owns, and which the other
/// schema has not.
Object const* own_sequence(Object const& column, Schema const& own, Schema const& other) {
    for (auto const& need : column.needs) {
        auto const* const found = need.kind == &kind::sequence ? own.find(need) : nullptr;
        if (found != nullptr && other.find(need) == nullptr &&
            (*found)["owned_by"] == dotted(column.id.names).text()) {
            return found;
        }
    }
    return nullptr;
}

Statements set_default(Alteration const& alteration) {
    auto const value = alteration.after["default"];
    if (value.empty() && is_retyped(alteration)) {
        return {};  // it has gone with the old type
    }
    Statements statements;
    auto const* const sequence = own_sequence(alteration.after, alteration.to, alteration.from);
    auto const* const old = own_sequence(alteration.before, alteration.from, alteration.to);
    if (old != nullptr && (sequence != nullptr || !alteration.after["identity"].empty())) {
        statements.push_back(keep_position(identity(*old), alteration.after));
    }
    statements.push_back(value.empty()
                             ? sql("{} DROP DEFAULT", alter_only(alteration))
                             : sql("{} SET DEFAULT {}", alter_only(alteration), raw(value)));
    if (sequence != nullptr) {
        statements.push_back(
            go_on_behind(identity(*sequence), settings_of_sequence(*sequence), alteration.after));
    }
    return statements;
}

}  // namespace

std::optional<Statements> alter_default(Alteration const& alteration) {
    return for_followers(alteration, "default", set_default);
}

// A type that the default needs is the column's own, most likely: with that it is converted.
Statements drop_default(Object const& before, ObjectId const& need) {
    bool const is_read = need.kind == &kind::sequence || need.kind->catalog == "pg_proc" ||
                         need.kind->catalog == "pg_operator";
    if (before["default"].empty() || !is_read) {
        return {};
    }
    return {sql("ALTER TABLE ONLY {} ALTER COLUMN {} DROP DEFAULT", whole_of(before),
                ident(before.name()))};
}

std::optional<Statements> alter_generated(Alteration const& alteration) {
    bool const was = !alteration.before["generated"].empty();
    bool const is = !alteration.after["generated"].empty();
    if (was && is && version_of(alteration) >= 170000 && !is_retyped(alteration) &&
        !differs(alteration, "virtual")) {
        return Statements{sql("{} SET EXPRESSION AS ({})", alter_with_descendants(alteration),
                              raw(alteration.after["generated"]))};
    }
    bool const is_ended = was && !is && !alteration.before.is("virtual");
    return is_ended ? std::optional<Statements>(Statements{}) : std::nullopt;
}

// What was generated has said so: see alter_generated.
std::optional<Statements> alter_virtual(Alteration const& alteration) {
    return alteration.after["generated"].empty() ? std::optional<Statements>(Statements{})
                                                 : std::nullopt;
}

Statements end_generated(Alteration const& alteration) {
    auto const& column = alteration.before;
    if (!alteration.after["generated"].empty() || column["generated"].empty()) {
        return {};
    }
    return {sql("{} {} ALTER COLUMN {} DROP EXPRESSION", alter_table_of(column, alteration.from),
                whole_of(column), ident(column.name()))};
}

namespace {

/// Since 17 a partition has its parent's identity, and loses it when it is detached.
bool comes_with_link(Alteration const& alteration) {
    return version_of(alteration) >= 170000 && is_relinked(alteration);
}

}  // namespace

std::optional<Statements> alter_identity(Alteration const& alteration) {
    auto const& after = alteration.after;
    if (after["identity"].empty() || comes_with_link(alteration)) {
        return Statements{};
    }
    auto const alter = alter_with_descendants(alteration);
    if (!alteration.before["identity"].empty()) {
        return Statements{sql("{} SET GENERATED {}", alter, raw(after["identity"]))};
    }
    Statements statements{sql("{} ADD{}", alter, identity_clause(after))};
    statements.push_back(
        go_on_behind(identity_sequence_name(after), settings_of_identity(after), after));
    return statements;
}

Statements end_identity(Alteration const& alteration) {
    auto const& column = alteration.before;
    if (!alteration.after["identity"].empty() || column["identity"].empty() ||
        comes_with_link(alteration)) {
        return {};
    }
    Statements statements;
    if (own_sequence(alteration.after, alteration.to, alteration.from) != nullptr) {
        statements.push_back(keep_position(identity_sequence_name(column), alteration.after));
    }
    statements.push_back(sql("{} {} ALTER COLUMN {} DROP IDENTITY",
                             alter_table_of(column, alteration.from), whole_of(column),
                             ident(column.name())));
    return statements;
}

std::optional<Statements> alter_identity_sequence(Alteration const& alteration) {
    if (alteration.before["identity"].empty() || alteration.after["identity"].empty()) {
        return Statements{};
    }
    Statements statements;
    auto const old_name = identity_sequence_name(alteration.before);
    auto const name = identity_sequence_name(alteration.after);
    if (auto const names = names_of_dotted(name.text()); old_name != name) {
        statements.push_back(
            sql("ALTER SEQUENCE {} RENAME TO {}", old_name, ident(Names(names).back())));
    }
    auto const before = settings_of_identity(alteration.before);
    auto const after = settings_of_identity(alteration.after);
    append(statements, move_into_range(name, before, after));
    auto const clauses = settings_clauses(before, after, sql(" SET"));
    if (!clauses.empty()) {
        statements.push_back(sql("{}{}", alter_with_descendants(alteration), clauses));
    }
    return statements;
}

std::optional<Statements> alter_sequence_comment(Alteration const& alteration) {
    if (alteration.after["identity"].empty()) {
        return Statements{};
    }
    auto const comment = alteration.after["sequence_comment"];
    return Statements{sql("COMMENT ON SEQUENCE {} IS {}", identity_sequence_name(alteration.after),
                          comment.empty() ? sql("NULL") : literal(comment))};
}

namespace {

/// Before 16 there is no SET STORAGE DEFAULT: that of the types of which most columns are.
Sql standard_storage(Alteration const& alteration) {
    if (version_of(alteration) >= 160000) {
        return sql("DEFAULT");
    }
    constexpr auto plain = std::to_array<std::string_view>(
        {"smallint", "integer", "bigint", "real", "double precision", "boolean", "date", "uuid",
         "money", "oid", "name", "timestamp without time zone", "timestamp with time zone",
         "time without time zone", "time with time zone", "interval"});
    auto type = std::string(alteration.after["type"]);
    if (auto const open = type.find('('); open != std::string::npos && !type.ends_with("[]")) {
        type.erase(open, type.find(')') + 1 - open);
    }
    if (type == "numeric" || type == "inet" || type == "cidr") {
        return sql("MAIN");
    }
    return std::find(plain.begin(), plain.end(), type) != plain.end() ? sql("PLAIN")
                                                                      : sql("EXTENDED");
}

}  // namespace

std::optional<Statements> alter_storage(Alteration const& alteration) {
    if (is_retyped(alteration) && alteration.after["storage"].empty()) {
        return Statements{};  // a new type brings its own
    }
    return set_word(alteration, "storage", sql("STORAGE"), standard_storage(alteration));
}

std::optional<Statements> alter_compression(Alteration const& alteration) {
    if (is_retyped(alteration) && alteration.after["compression"].empty()) {
        return Statements{};
    }
    auto const value = alteration.after["compression"];
    return Statements{sql("{} SET COMPRESSION {}", alter_only(alteration),
                          value.empty() ? sql("DEFAULT") : raw(value))};
}

std::optional<Statements> alter_statistics(Alteration const& alteration) {
    return set_word(alteration, "statistics", sql("STATISTICS"), sql("-1"));
}

std::optional<Statements> alter_with(Alteration const& alteration) {
    return set_options(alter_only(alteration), alteration.before.list("with"),
                       alteration.after.list("with"));
}

std::optional<Statements> alter_options(Alteration const& alteration) {
    return for_followers(alteration, "options", [](Alteration const& each) {
        return set_generic_options(alter_only(each), each.before.list("options"),
                                   each.after.list("options"));
    });
}

// It follows from what the table inherits from, and from what its parents have.
std::optional<Statements> alter_inherited(Alteration const& alteration) {
    auto const* const child = table_of(alteration.after, alteration.to);
    if (alteration.after.is("inherited") && child != nullptr && (*child)["partition_of"].empty()) {
        return std::nullopt;  // it comes from the parent, and is not its own any more
    }
    auto const parents_have_it = [&](Object const& column, Schema const& schema) {
        auto const* const table = table_of(column, schema);
        auto const parents = table == nullptr ? std::vector<std::string>{} : parents_of(*table);
        return std::any_of(parents.begin(), parents.end(), [&](std::string const& parent) {
            auto const names = parent + pack({column.name()});
            return schema.find(kind::column, Names(names)) != nullptr;
        });
    };
    bool const follows = is_relinked(alteration) ||
                         !parents_have_it(alteration.before, alteration.from) ||
                         !parents_have_it(alteration.after, alteration.to);
    return follows ? std::optional<Statements>(Statements{}) : std::nullopt;
}

namespace {

/// Since 17 partitions have the identity of the table above. Else it is no child's, and PostgreSQL
/// adds no such column to children.
bool has_identity_alone(Object const& column, Object const* table, Schema const& to) {
    if (table == nullptr || column["identity"].empty()) {
        return false;
    }
    bool const is_shared = to.server_version >= 170000 && !(*table)["partition_by"].empty();
    return !is_shared && !children_of(table->id.names, to).empty();
}

/// Adds the column, numbers all rows, and lets the table go on counting.
Statements add_identity_alone(Object const& column) {
    auto const settings = settings_of_identity(column);
    auto const table = whole_of(column);
    auto const name = ident(column.name());
    auto const alter = sql("ALTER TABLE {} ALTER COLUMN {}", table, name);
    return {sql("ALTER TABLE {} ADD COLUMN {} {}", table, name, raw(column["type"])),
            sql("UPDATE {} AS each SET {} = numbered.value FROM (SELECT tableoid, ctid, {} + {} * "
                "(row_number() OVER () - 1) AS value FROM {}) AS numbered "
                "WHERE each.tableoid = numbered.tableoid AND each.ctid = numbered.ctid",
                table, name, raw(settings.start), raw(settings.increment), table),
            sql("{} SET NOT NULL", alter),
            sql("ALTER TABLE ONLY {} ALTER COLUMN {} ADD{}", table, name, identity_clause(column)),
            go_on_behind(identity_sequence_name(column), settings, column)};
}

}  // namespace

Statements add(Object const& column, Schema const& to) {
    auto const* const table = table_of(column, to);
    if (table != nullptr && !(*table)["of_type"].empty()) {
        return column_settings(column, to, true);  // ALTER TYPE … ADD ATTRIBUTE brings it
    }
    if (has_identity_alone(column, table, to)) {
        auto statements = add_identity_alone(column);
        append(statements, column_settings(column, to, false));
        return statements;
    }
    Statements statements{sql("{} {} ADD COLUMN {}", alter_table_of(column, to), whole_of(column),
                              column_definition(column, to))};
    append(statements, column_settings(column, to, false));
    return statements;
}

namespace {

/// Asked of what is dropped above: does the column that it came from come back?
bool comes_back_above(Object const& column, Schema const& to) {
    auto const* const table = table_of(column, to);
    auto const parents = table == nullptr ? std::vector<std::string>{} : parents_of(*table);
    return std::any_of(parents.begin(), parents.end(), [&](std::string const& parent) {
        auto const names = parent + pack({column.name()});
        return to.find(kind::column, Names(names)) != nullptr;
    });
}

Sql drop_statement(Object const& column, bool only) {
    return sql("ALTER TABLE{} {} DROP COLUMN {}", clause_if(only, sql("ONLY")), whole_of(column),
               ident(column.name()));
}

}  // namespace

// A child that keeps what it has from the parent keeps its values, too, where the parent alone
// drops the column; the other children drop it by themselves then.
Statements remove(Object const& column, Schema const& from, Schema const& to) {
    auto const* const table = table_of(column, to);
    if (table != nullptr && !(*table)["of_type"].empty()) {
        return {};  // ALTER TYPE … DROP ATTRIBUTE takes it
    }
    // What comes back with the parent's column, which is made anew, goes with it, too.
    auto const stays = [](Object const& same, Schema const&, Schema const& other) {
        auto const* const after = other.find(same.id);
        return after != nullptr && !(after->is("inherited") && comes_back_above(*after, other));
    };
    auto const below = below_dropped(column, from, to, stays);
    Statements statements{drop_statement(column, below.is_kept)};
    for (auto const* const same : below.dropped) {
        append(statements, remove(*same, from, to));
    }
    return statements;
}

Statements rename(Object const& before, Object const& after) {
    if (before.is("inherited") && after.is("inherited")) {
        return {};  // the parent's new name is its own
    }
    return {sql("ALTER TABLE {} RENAME COLUMN {} TO {}", whole_of(after), ident(before.name()),
                ident(after.name()))};
}

}  // namespace lockstep::schema::column
