#include "base/text.hpp"
#include "schema/kinds/column_alter.hpp"
#include "schema/kinds/index.hpp"

namespace lockstep::schema {

// `CONSTRAINT name NO INHERIT NOT VALID`, each part where it is not as usual.
NotNullState not_null_state(Object const& column) {
    NotNullState state;
    auto said = column["not_null_constraint"];
    auto const take = [&](std::string_view words) {
        bool const is_there = said.ends_with(words);
        said.remove_suffix(is_there ? words.size() : 0);
        return is_there;
    };
    state.not_valid = take("NOT VALID");
    said = trim(said);
    state.no_inherit = take("NO INHERIT");
    said = trim(said);
    state.name = said.empty() ? Sql() : sql(" {}", raw(said));
    return state;
}

// ChooseConstraintName() in commands/tablecmds.c cuts table and column together, as the query does.
Sql not_null_name(Object const& column) {
    constexpr std::string_view word = " CONSTRAINT ";
    auto const said = not_null_state(column).name.text();
    if (!said.empty()) {
        return raw(std::string_view(said).substr(word.size()));
    }
    auto const both = fmt::format("{}_{}", column.id.names[1], column.name());
    return ident(both.substr(0, 54) + "_not_null");
}

Sql add_not_null(Object const& column) {
    auto const state = not_null_state(column);
    return sql("ALTER TABLE ONLY {} ADD{} NOT NULL {}{}{}", whole_of(column), state.name,
               ident(column.name()), clause_if(state.no_inherit, sql("NO INHERIT")),
               clause_if(state.not_valid, sql("NOT VALID")));
}

namespace column {

namespace {

/// Partitions, and since 18 all children, have what their parents have.
bool recurses(Alteration const& alteration) {
    auto const* const table = table_of(alteration.after, alteration.to);
    return version_of(alteration) >= 180000 ||
           (table != nullptr && !(*table)["partition_by"].empty());
}

bool is_as_usual(Object const& column) {
    return column["not_null_constraint"].empty();
}

Statements set(Alteration const& alteration) {
    if (!is_as_usual(alteration.after)) {
        return {add_not_null(alteration.after)};
    }
    auto const alter =
        recurses(alteration) ? alter_with_descendants(alteration) : alter_only(alteration);
    return {sql("{} SET NOT NULL", alter)};
}

/// Those below that keep it lose it with their parent, and get it again.
Statements drop_with_descendants(Alteration const& alteration) {
    Statements statements{sql("{} DROP NOT NULL", alter_with_descendants(alteration))};
    for (auto const& each : with_descendants(alteration)) {
        if (each.after.is("not_null")) {
            statements.push_back(sql("{} SET NOT NULL", alter_only(each)));
        }
    }
    return statements;
}

Statements change(Alteration const& alteration) {
    return alteration.after.is("not_null")
               ? set(alteration)
               : Statements{sql("{} DROP NOT NULL", alter_only(alteration))};
}

}  // namespace

std::optional<Statements> alter_not_null(Alteration const& alteration) {
    if (recurses(alteration)) {
        return alteration.after.is("not_null") ? set(alteration)
                                               : drop_with_descendants(alteration);
    }
    Statements statements;
    for (auto const& each : with_followers(alteration, "not_null")) {
        append(statements, change(each));
    }
    return statements;
}

namespace {

/// Over a check that has been validated SET NOT NULL need not look at the rows.
Statements set_over_check(Alteration const& alteration, Sql const& alter, bool inherits) {
    auto const& column = alteration.after;
    auto const check = ident(name_aside(column.name()));
    auto const table = sql("ALTER TABLE{} {}", clause_if(!inherits, sql("ONLY")), whole_of(column));
    return {sql("{} ADD CONSTRAINT {} CHECK ({} IS NOT NULL){} NOT VALID", table, check,
                ident(column.name()), clause_if(!inherits, sql("NO INHERIT"))),
            sql("{} VALIDATE CONSTRAINT {}", table, check), sql("{} SET NOT NULL", alter),
            sql("{} DROP CONSTRAINT {}", table, check)};
}

/// Since 18 NOT NULL is a constraint, which can be validated later by itself.
Statements validated_later(Alteration const& alteration) {
    auto const& column = alteration.after;
    auto const table = sql("ALTER TABLE {}", whole_of(column));
    return {sql("{} ADD CONSTRAINT {} NOT NULL {} NOT VALID", table, not_null_name(column),
                ident(column.name())),
            sql("{} VALIDATE CONSTRAINT {}", table, not_null_name(column))};
}

bool is_foreign(Alteration const& alteration) {
    return alteration.to.find(kind::foreign_table, alteration.after.id.names.first(2)) != nullptr;
}

}  // namespace

std::optional<Statements> alter_not_null_online(Alteration const& alteration) {
    auto const& after = alteration.after;
    auto const state = not_null_state(after);
    if (!after.is("not_null") || is_foreign(alteration) || state.not_valid || state.no_inherit) {
        return std::nullopt;
    }
    if (version_of(alteration) >= 180000) {
        return validated_later(alteration);
    }
    if (recurses(alteration)) {
        return set_over_check(alteration, alter_with_descendants(alteration), true);
    }
    Statements statements;
    for (auto const& each : with_followers(alteration, "not_null")) {
        append(statements, set_over_check(each, alter_only(each), false));
    }
    return statements;
}

std::optional<Statements> alter_not_null_constraint(Alteration const& alteration) {
    auto const& [before, after, from, to] = alteration;
    if (!before.is("not_null") || !after.is("not_null")) {
        return Statements{};  // said when it came or went
    }
    auto const table = sql("ALTER TABLE {}", whole_of(after));
    auto const old_state = not_null_state(before);
    auto const state = not_null_state(after);
    auto const old_name = not_null_name(before);
    auto const name = not_null_name(after);
    if (state.not_valid && !old_state.not_valid) {
        return Statements{sql("{} DROP CONSTRAINT {}", table, old_name), add_not_null(after)};
    }
    Statements statements;
    if (old_name != name) {
        statements.push_back(sql("{} RENAME CONSTRAINT {} TO {}", table, old_name, name));
    }
    if (old_state.no_inherit != state.no_inherit) {
        statements.push_back(sql("{} ALTER CONSTRAINT {}{} INHERIT", table, name,
                                 clause_if(state.no_inherit, sql("NO"))));
    }
    if (old_state.not_valid && !state.not_valid) {
        statements.push_back(sql("{} VALIDATE CONSTRAINT {}", table, name));
    }
    return statements;
}

std::optional<Statements> alter_not_null_comment(Alteration const& alteration) {
    if (!alteration.after.is("not_null")) {
        return Statements{};
    }
    auto const comment = alteration.after["not_null_comment"];
    return Statements{sql("COMMENT ON CONSTRAINT {} ON {} IS {}", not_null_name(alteration.after),
                          whole_of(alteration.after),
                          comment.empty() ? sql("NULL") : literal(comment))};
}

}  // namespace column

}  // namespace lockstep::schema
