// How columns are made: their definitions, and what is set when they are there.
#include <algorithm>

#include "schema/kinds/alter.hpp"
#include "schema/kinds/column.hpp"
#include "schema/kinds/column_alter.hpp"

namespace lockstep::schema {

Sql identity_sequence_name(Object const& column) {
    constexpr std::string_view words = "SEQUENCE NAME ";
    auto const first = column.list("identity_sequence").front();
    if (first.starts_with(words)) {
        return raw(first.substr(words.size()));
    }
    auto const names = column.id.names;
    auto const packed = pack({names[0], default_sequence_name(names[1], names[2])});
    return dotted(Names(packed));
}

Sql identity_clause(Object const& column) {
    auto const identity_kind = column["identity"];
    if (identity_kind.empty()) {
        return {};
    }
    auto const options = column.list("identity_sequence");
    std::vector<Sql> parts;
    for (auto const option : options.items()) {
        parts.push_back(raw(option));
    }
    return sql(" GENERATED {} AS IDENTITY{}", raw(identity_kind),
               parts.empty() ? Sql() : sql(" ({})", join(parts, sql(" "))));
}

namespace {

Sql not_null_clause(Object const& column) {
    auto const state = not_null_state(column);
    if (!column.is("not_null") || state.not_valid) {
        return {};
    }
    return sql("{} NOT NULL{}", state.name, clause_if(state.no_inherit, sql("NO INHERIT")));
}

// A constraint that is not valid is put to a column that is there.
Statements not_null_later(Object const& column) {
    return not_null_state(column).not_valid ? Statements{add_not_null(column)} : Statements{};
}

Sql generated_clause(Object const& column) {
    auto const expression = column["generated"];
    if (expression.empty()) {
        return {};
    }
    return sql(" GENERATED ALWAYS AS ({}){}", raw(expression),
               column.is("virtual") ? Sql() : sql(" STORED"));
}

/// The same column of the table's first parent that has it.
Object const* column_of_parent(Object const& column, Schema const& schema) {
    auto const* const table = schema.find(kind::table, column.id.names.without_last());
    if (table == nullptr) {
        return nullptr;
    }
    for (auto const parent : table->list("inherits").items()) {
        auto const names = names_of_dotted(parent) + pack({column.name()});
        if (auto const* const found = schema.find(kind::column, Names(names))) {
            return found;
        }
    }
    return nullptr;
}

void set_differences(Statements& statements, Object const& column, Object const* parent,
                     Sql const& alter) {
    auto const inherited_default = parent == nullptr ? std::string_view{} : (*parent)["default"];
    if (column["default"] != inherited_default) {
        statements.push_back(column["default"].empty()
                                 ? sql("{} DROP DEFAULT", alter)
                                 : sql("{} SET DEFAULT {}", alter, raw(column["default"])));
    }
    if (column.is("not_null") && !not_null_state(column).not_valid &&
        (parent == nullptr || !parent->is("not_null"))) {
        statements.push_back(sql("{} SET NOT NULL", alter));
    }
    if (parent != nullptr && column["compression"].empty() && !(*parent)["compression"].empty()) {
        statements.push_back(sql("{} SET COMPRESSION DEFAULT", alter));
    }
}

// A default that calls a function of the user's is set when all functions are there: they may take
// or return the table's own row type.
bool is_set_later(Object const& column) {
    return !column["default"].empty() &&
           std::any_of(column.needs.begin(), column.needs.end(),
                       [](ObjectId const& need) { return need.kind->catalog == "pg_proc"; });
}

}  // namespace

Statements column::complete(Object const& column, Schema const& schema) {
    Statements statements;
    if (auto const comment = column["sequence_comment"]; !comment.empty()) {
        statements.push_back(
            sql("COMMENT ON SEQUENCE {} IS {}", identity_sequence_name(column), literal(comment)));
    }
    if (auto const comment = column["not_null_comment"]; !comment.empty()) {
        statements.push_back(sql("COMMENT ON CONSTRAINT {} ON {} IS {}", not_null_name(column),
                                 whole_of(column), literal(comment)));
    }
    auto const* const table = is_set_later(column) ? table_of(column, schema) : nullptr;
    bool const is_made_alone = table != nullptr && !(*table)["partition_of"].empty();
    if (!is_set_later(column) || (column.is("inherited") && !is_made_alone)) {
        return statements;
    }
    statements.push_back(sql("ALTER TABLE ONLY {} ALTER COLUMN {} SET DEFAULT {}", whole_of(column),
                             ident(column.name()), raw(column["default"])));
    return statements;
}

bool column::has_own_identity(Object const& column, Schema const& schema) {
    constexpr int first_shared = 170000;
    auto const* const table = table_of(column, schema);
    return schema.server_version < first_shared || table == nullptr ||
           (*table)["partition_of"].empty();
}

namespace {

Sql definition(Object const& column, Sql const& generated, Sql const& identity) {
    return sql("{} {}{}{}{}{}{}{}", ident(column.name()), raw(column["type"]),
               generic_options(column.list("options")),
               clause(sql("COLLATE"), raw(column["collation"])),
               clause(sql("DEFAULT"), is_set_later(column) ? Sql() : raw(column["default"])),
               generated, identity, not_null_clause(column));
}

}  // namespace

Sql column_definition(Object const& column, Schema const& schema) {
    // A child's column takes a generation expression from its parent's, and must not repeat it.
    auto const* const parent = column_of_parent(column, schema);
    bool const is_told = parent != nullptr && (*parent)["generated"] == column["generated"];
    return definition(column, is_told ? Sql() : generated_clause(column),
                      column::has_own_identity(column, schema) ? identity_clause(column) : Sql());
}

Sql definition_for_children(Object const& column) {
    return definition(column, generated_clause(column), Sql());
}

namespace {

Statements stored_settings(Object const& column, Sql const& alter) {
    Statements statements;
    if (auto const value = column["storage"]; !value.empty()) {
        statements.push_back(sql("{} SET STORAGE {}", alter, raw(value)));
    }
    if (auto const value = column["compression"]; !value.empty()) {
        statements.push_back(sql("{} SET COMPRESSION {}", alter, raw(value)));
    }
    if (auto const value = column["statistics"]; !value.empty()) {
        statements.push_back(sql("{} SET STATISTICS {}", alter, raw(value)));
    }
    if (auto const list = column.list("with"); !list.empty()) {
        std::vector<Sql> items;
        for (auto const item : list.items()) {
            items.push_back(raw(item));
        }
        statements.push_back(sql("{} SET ({})", alter, comma_separated(items)));
    }
    return statements;
}

}  // namespace

Statements column_settings(Object const& column, Schema const& schema, bool of_typed_table) {
    Statements statements;
    auto const* const table = schema.find(kind::table, column.id.names.without_last());
    auto const alter = sql("ALTER {} ONLY {} ALTER COLUMN {}",
                           table == nullptr ? sql("FOREIGN TABLE") : sql("TABLE"), whole_of(column),
                           ident(column.name()));
    bool const is_made_alone = table != nullptr && !table->get("partition_of").empty();
    auto const* const parent = is_made_alone ? nullptr : column_of_parent(column, schema);
    if ((column.is("inherited") && !is_made_alone) || of_typed_table) {
        set_differences(statements, column, parent, alter);
    } else if (parent != nullptr && column["default"].empty() && !(*parent)["default"].empty()) {
        // A column of its own that names no default takes its parent's.
        statements.push_back(sql("{} DROP DEFAULT", alter));
    }
    auto later = not_null_later(column);
    std::move(later.begin(), later.end(), std::back_inserter(statements));
    append(statements, stored_settings(column, alter));
    return statements;
}

// Of what the column of the table's parent has brought, and what is not brought by it.
Statements column::differences(Object const& column, Schema const& schema) {
    auto const* const table = table_of(column, schema);
    for (auto const& parent : table == nullptr ? std::vector<std::string>{} : parents_of(*table)) {
        auto const names = parent + pack({column.name()});
        if (auto const* const above = schema.find(kind::column, Names(names))) {
            auto const alter =
                sql("{} ONLY {} ALTER COLUMN {}", column::alter_table_of(column, schema),
                    whole_of(column), ident(column.name()));
            Statements statements;
            set_differences(statements, column, above, alter);
            append(statements, stored_settings(column, alter));
            return statements;
        }
    }
    return {};
}

}  // namespace lockstep::schema
