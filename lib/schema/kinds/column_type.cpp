#include "schema/kinds/column_alter.hpp"

#include "schema/kinds/conversion_of_values.hpp"

namespace lockstep::schema::column {

namespace {

/// Does the statement for a column above it say this one, too?
bool is_said_above(Alteration const& alteration) {
    auto const* const table = table_of(alteration.after, alteration.to);
    auto const parents = table == nullptr ? std::vector<std::string>{} : parents_of(*table);
    for (auto const& parent : parents) {
        auto const names = parent + pack({alteration.after.name()});
        if (stays_child_of(alteration, Names(parent)) &&
            alteration.from.find(kind::column, Names(names)) != nullptr &&
            alteration.to.find(kind::column, Names(names)) != nullptr) {
            return true;
        }
    }
    return false;
}

/// `ALTER TYPE … ALTER ATTRIBUTE … CASCADE` says it.
bool is_of_typed_table(Alteration const& alteration) {
    auto const* const table = table_of(alteration.after, alteration.to);
    return table != nullptr && !(*table)["of_type"].empty();
}

Sql using_clause(Alteration const& alteration) {
    auto const& [before, after, from, to] = alteration;
    bool const has_values = from.find(kind::foreign_table, before.id.names.first(2)) == nullptr;
    // A type of the user's own may be made anew at the same time.
    bool const is_built_in = after["type"].find('.') == std::string_view::npos;
    bool const recollated =
        is_built_in && before["type"] == after["type"] && before["collation"] != after["collation"];
    if (!has_values || recollated || !after["generated"].empty()) {
        return {};
    }
    auto const name = ident(after.name());
    return clause(sql("USING"), conversion(name, before["type"], after["type"], from, to));
}

/// A default has the old type, and may not have a cast to the new one.
Statements drop_defaults(std::vector<Alteration> const& columns) {
    Statements statements;
    for (auto const& each : columns) {
        if (!each.before["default"].empty()) {
            statements.push_back(sql("{} DROP DEFAULT", alter_only(each)));
        }
    }
    return statements;
}

/// What a new type makes PostgreSQL forget, where no alteration of its own says it.
Statements put_back(Alteration const& alteration) {
    Statements statements;
    auto const alter = alter_only(alteration);
    auto const put = [&](std::string_view property, Sql const& words) {
        auto const value = alteration.after[property];
        if (!value.empty() && !differs(alteration, property)) {
            statements.push_back(sql("{} SET {} {}", alter, words, raw(value)));
        }
    };
    put("default", sql("DEFAULT"));
    put("storage", sql("STORAGE"));
    put("compression", sql("COMPRESSION"));
    return statements;
}

}  // namespace

std::optional<Statements> alter_type(Alteration const& alteration) {
    if (is_said_above(alteration) || is_of_typed_table(alteration)) {
        return Statements{};
    }
    auto const columns = with_descendants(alteration);
    auto const& [before, after, from, to] = alteration;
    // What is generated takes no USING: it is generated again.
    if (!after["generated"].empty() &&
        !conversion(ident(after.name()), before["type"], after["type"]).empty()) {
        return std::nullopt;
    }
    auto statements = drop_defaults(columns);
    statements.push_back(sql("{} TYPE {}{}{}", alter_with_descendants(alteration),
                             raw(after["type"]), clause(sql("COLLATE"), raw(after["collation"])),
                             using_clause(alteration)));
    for (auto const& each : columns) {
        append(statements, put_back(each));
    }
    return statements;
}

std::optional<Statements> alter_collation(Alteration const& alteration) {
    return differs(alteration, "type") ? Statements{} : alter_type(alteration);
}

// ATExecAlterColumnType() in commands/tablecmds.c makes indexes, keys, checks and statistics anew
// by itself, and refuses what else depends on the column. A foreign key stands between two columns,
// which change one after the other.
bool stops_new_type(Object const& dependent) {
    auto const* const kind = dependent.id.kind;
    if (kind == &kind::column) {
        return !dependent["generated"].empty();
    }
    if (kind == &kind::index) {
        // It would forget the one, and make the other in the partitions, too.
        return !dependent["statistics"].empty() || dependent.is("invalid");
    }
    if (kind == &kind::statistics) {
        return !dependent["target"].empty();  // likewise
    }
    if (kind == &kind::constraint) {
        return dependent["type"] == "FOREIGN KEY" || dependent.is("invalid");
    }
    if (kind == &kind::function || kind == &kind::procedure) {
        return !dependent["sql_body"].empty();
    }
    return kind == &kind::view || kind == &kind::materialized_view || kind == &kind::rule ||
           kind == &kind::policy || kind == &kind::trigger || kind == &kind::publication_table;
}

}  // namespace lockstep::schema::column
