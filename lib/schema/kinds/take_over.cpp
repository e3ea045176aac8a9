#include "schema/kinds/take_over.hpp"

#include <iterator>

#include "schema/kinds/column.hpp"
#include "schema/kinds/conversion_of_values.hpp"
#include "schema/kinds/sequence.hpp"

namespace lockstep::schema {

namespace {

/// The old value as the new column takes it. A type of the user's may have been made anew, too.
Sql converted(Sql const& value, Alteration const& column) {
    auto const before = column.before["type"];
    auto const after = column.after["type"];
    bool const is_built_in = before.find('.') == std::string_view::npos;
    if (before == after && is_built_in) {
        return value;
    }
    auto const text = conversion(value, before, after, column.from, column.to);
    return text.empty() ? value : text;
}

bool is_copied(Alteration const& part) {
    return part.after.id.kind == &kind::column && part.after["generated"].empty();
}

/// Rows of the tables that inherit from it are theirs; those of its partitions are its own.
Sql rows_of(TakeOver const& change) {
    return sql("{} {}", clause_if(change.alteration.before["partition_by"].empty(), sql("ONLY")),
               identity(change.aside));
}

}  // namespace

namespace table {

Statements free_names(Object const& before, Object const& aside, Schema const& from) {
    Statements statements;
    for (auto const name : before.list("columns").items()) {
        auto const* const column = from.part(before, kind::column, name);
        bool const has_sequence = column != nullptr && !(*column)["identity"].empty();
        if (has_sequence && before["partition_of"].empty()) {
            statements.push_back(
                sql("ALTER TABLE {} ALTER COLUMN {} DROP IDENTITY", identity(aside), ident(name)));
        }
    }
    return statements;
}

Statements take_over(TakeOver const& change) {
    std::vector<Sql> targets;
    std::vector<Sql> values;
    Statements sequences;
    bool overrides = false;
    for (auto const& part : change.parts) {
        if (!is_copied(part)) {
            continue;
        }
        auto const& column = part.after;
        targets.push_back(ident(column.name()));
        values.push_back(converted(ident(part.before.name()), part));
        if (!column["identity"].empty()) {
            overrides = overrides || column["identity"] == "ALWAYS";
            sequences.push_back(
                go_on_behind(identity_sequence_name(column), settings_of_identity(column), column));
        }
    }
    if (targets.empty()) {
        return {};
    }
    Statements statements{sql("INSERT INTO {} ({}){} SELECT {} FROM{}",
                              identity(change.alteration.after), comma_separated(targets),
                              clause_if(overrides, sql("OVERRIDING SYSTEM VALUE")),
                              comma_separated(values), rows_of(change))};
    std::move(sequences.begin(), sequences.end(), std::back_inserter(statements));
    return statements;
}

}  // namespace table

namespace column {

bool can_take_over(Alteration const& alteration) {
    return alteration.after["generated"].empty();
}

Statements take_over(TakeOver const& change) {
    auto const old_column = ident(change.aside.name());
    return {sql("UPDATE {} SET {} = {} WHERE {} IS NOT NULL", whole_of(change.alteration.after),
                ident(change.alteration.after.name()), converted(old_column, change.alteration),
                old_column)};
}

}  // namespace column

}  // namespace lockstep::schema
