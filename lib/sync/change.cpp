#include "sync/change.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "sync/fields.hpp"
#include "sync/operations.hpp"
#include "sync/refused.hpp"

namespace lockstep::sync {

namespace {

using nlohmann::json;

constexpr auto here = "change";

Fields fields_of(json const& change) {
    return {change, here};
}

void batch(json& schema, json const& change, NamesBy names) {
    auto const changes = fields_of(change).objects("changes");
    if (changes.empty()) {
        fields_of(change).refuse("changes", "holds none");
    }
    for (auto const& each : changes) {
        schema = next_schema(std::move(schema), each.value(), names);
    }
}

constexpr auto table_of_types = std::to_array<ChangeType>({
    {"add_table", "table {id, name, columns, …}", "Makes a table.", operation::add_table},
    {"drop_table", "table", "Drops a table, with its rows.", operation::drop_table},
    {"rename_table", "table, new_name", "Gives a table another name.", operation::rename_table},
    {"add_column", "table, column {id, name, type, nullable, default}", "Adds a column.",
     operation::add_column},
    {"drop_column", "table, column", "Drops a column, with its values.", operation::drop_column},
    {"rename_column", "table, column, new_name", "Gives a column another name.",
     operation::rename_column},
    {"modify_column", "table, column, changes {type, nullable, default}",
     "Changes a column's type (its values are converted), NOT NULL or default.",
     operation::modify_column},
    {"add_foreign_key",
     "table, foreign_key {name, columns, references {table, columns}, on_update, on_delete}",
     "Adds a foreign key.", operation::add_foreign_key},
    {"drop_foreign_key", "table, foreign_key", "Drops a foreign key.", operation::drop_foreign_key},
    {"add_index", "table, index {name, columns, unique, method, where}", "Adds an index.",
     operation::add_index},
    {"drop_index", "table, index", "Drops an index.", operation::drop_index},
    {"add_unique", "table, unique {name, columns}", "Adds a unique constraint.",
     operation::add_unique},
    {"add_check", "table, check {name, expression}", "Adds a check.", operation::add_check},
    {"drop_constraint", "table, constraint", "Drops a constraint, by its name.",
     operation::drop_constraint},
    {"add_enum", "enum {id, name, values}", "Makes an enum.", operation::add_enum},
    {"add_enum_value", "enum, value, before or after", "Adds a value to an enum.",
     operation::add_enum_value},
    {"drop_enum", "enum", "Drops an enum.", operation::drop_enum},
    {"batch", "changes [change, …]", "Several changes in one transaction.", batch},
});

ChangeType const& type_of(Fields const& change) {
    auto const name = change.text("type");
    auto const found = std::find_if(table_of_types.begin(), table_of_types.end(),
                                    [&](ChangeType const& each) { return each.name == name; });
    if (found == table_of_types.end()) {
        std::vector<std::string_view> names;
        for (auto const& each : table_of_types) {
            names.push_back(each.name);
        }
        change.refuse("type", fmt::format("is \"{}\", which is no change that there is{}",
                                          printable(name), did_you_mean(name, names)));
    }
    return *found;
}

/// {"column": {"id": "c1", "type": "text"}} of modify_column is {"column": "c1", "changes": {…}}.
void take_column_apart(json& change) {
    auto const column = change.find("column");
    if (column != change.end() && column->is_object() && !change.contains("changes")) {
        auto changes = *column;
        auto const key = changes.contains("id") ? "id" : "name";
        if (changes.contains(key)) {
            change["column"] = changes[key];
        }
        change["changes"] = std::move(changes);
    }
}

}  // namespace

std::span<ChangeType const> change_types() {
    return table_of_types;
}

json normalized(json const& change) {
    Fields const from(change, here);
    auto const& type = type_of(from);
    json to = change;
    to.erase("data");
    if (from.has("data")) {
        for (auto const& [name, value] : from.object("data").value().items()) {
            to.emplace(name, value);
        }
    }
    constexpr std::pair<char const*, char const*> spellings[] = {
        {"table_id", "table"},   {"tableId", "table"},         {"column_id", "column"},
        {"columnId", "column"},  {"enum_id", "enum"},          {"enumId", "enum"},
        {"newName", "new_name"}, {"foreignKey", "foreign_key"}};
    for (auto const& [old, now] : spellings) {
        if (to.contains(old) && !to.contains(now)) {
            to[now] = to[old];
        }
        to.erase(old);
    }
    if (type.name == "modify_column") {
        take_column_apart(to);
    }
    if (type.name == "batch") {
        for (auto& each :
             to["changes"].is_array() ? to["changes"] : to["changes"] = json::array()) {
            each = normalized(each);
        }
    }
    return to;
}

std::vector<json> steps_of(json const& change) {
    auto const from = fields_of(change);
    if (from.text("type") != "batch") {
        return {change};
    }
    std::vector<json> steps;
    for (auto const& each : from.objects("changes")) {
        auto const inner = steps_of(each.value());
        steps.insert(steps.end(), inner.begin(), inner.end());
    }
    return steps;
}

json next_schema(json schema_data, json const& change, NamesBy names) {
    if (schema_data.is_null()) {
        schema_data = json::object();
    }
    Fields(schema_data, "schema_data");
    type_of(fields_of(change)).apply(schema_data, change, names);
    return schema_data;
}

}  // namespace lockstep::sync
