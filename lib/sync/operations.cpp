#include "sync/operations.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "sql/expression.hpp"
#include "sync/fields.hpp"
#include "sync/refused.hpp"

namespace lockstep::sync::operation {

namespace {

using nlohmann::json;

constexpr auto here = "change";

Fields fields_of(json const& change) {
    return {change, here};
}

json& list(json& of, char const* name) {
    auto& found = of[name];
    if (found.is_null()) {
        found = json::array();
    }
    return found;
}

bool is_called(json const& object, char const* member, std::string_view reference) {
    auto const found = object.find(member);
    return found != object.end() && found->is_string() &&
           found->get_ref<std::string const&>() == reference;
}

/// The place of what is so called, by its id or else by its name.
json::iterator find(json& all, std::string_view reference) {
    auto found = all.end();
    for (auto const* const member : {"id", "name"}) {
        found = std::find_if(all.begin(), all.end(), [&](json const& each) {
            return each.is_object() && is_called(each, member, reference);
        });
        if (found != all.end()) {
            break;
        }
    }
    return found;
}

json::iterator find_or_refuse(json& all, std::string_view what, std::string_view reference) {
    auto const found = find(all, reference);
    if (found == all.end()) {
        throw Refused(Code::bad_request,
                      fmt::format("there is no {} \"{}\"", what, printable(reference)));
    }
    return found;
}

json& table_of(json& schema, json const& change) {
    return *find_or_refuse(list(schema, "tables"), "table", fields_of(change).text("table"));
}

json::iterator column_of(json& table, json const& change) {
    return find_or_refuse(list(table, "columns"), "column", fields_of(change).text("column"));
}

std::string called(json const& object, NamesBy names, std::string_view prefix) {
    Fields const from(object, here);
    return names == NamesBy::ids ? std::string(prefix) + from.text("id") : from.text("name");
}

/// Refuses what is called alike; that its id is another's, read_project finds.
void add(json& all, json const& object, std::string_view what) {
    auto const name = Fields(object, fmt::format("{}.{}", here, what)).text("name");
    bool const is_there = std::any_of(all.begin(), all.end(), [&](json const& each) {
        return each.is_object() && is_called(each, "name", name);
    });
    if (is_there) {
        throw Refused(Code::bad_request,
                      fmt::format("{} \"{}\" is there already", what, printable(name)));
    }
    all.push_back(object);
}

std::string name_of_part(json& table, json const& part, NamesBy names, std::string_view ending) {
    auto name = called(table, names, "t_");
    for (auto const& reference : Fields(part, here).texts("columns")) {
        name +=
            "_" + called(*find_or_refuse(list(table, "columns"), "column", reference), names, "c_");
    }
    return generated_name(name, ending);
}

/// Something of a table that has a name of its own, made up where none is given.
void add_part(json& schema, json const& change, NamesBy names, char const* field,
              char const* list_name, std::string_view ending) {
    auto& table = table_of(schema, change);
    auto part = fields_of(change).object(field).value();
    auto const what = replace_all(field, "_", " ");
    auto& all = list(table, list_name);
    if (!Fields(part, here).has("name")) {
        auto const name = name_of_part(table, part, names, ending);
        part["name"] = name;
        for (int i = 1; find(all, part["name"].get<std::string>()) != all.end(); ++i) {
            part["name"] = name + std::to_string(i);
        }
    }
    add(all, part, what);
}

void drop(json& all, json const& change, char const* what) {
    all.erase(find_or_refuse(all, what, fields_of(change).text(what)));
}

void drop_part(json& schema, json const& change, char const* field,
               std::initializer_list<char const*> list_names) {
    auto& table = table_of(schema, change);
    auto const name = fields_of(change).text(field);
    for (auto const* const list_name : list_names) {
        auto& all = list(table, list_name);
        if (auto const found = find(all, name); found != all.end()) {
            all.erase(found);
            return;
        }
    }
    throw Refused(Code::bad_request, fmt::format("there is no {} \"{}\"",
                                                 replace_all(field, "_", " "), printable(name)));
}

void rename(json& object, json& among, std::string const& name, std::string_view what) {
    auto const other = std::find_if(among.begin(), among.end(), [&](json const& each) {
        return &each != &object && is_called(each, "name", name);
    });
    if (other != among.end()) {
        throw Refused(Code::bad_request,
                      fmt::format("{} \"{}\" is there already", what, printable(name)));
    }
    object["name"] = name;
}

/// Is it that table that the reference means?
bool means(json& schema, json const& reference, json const& table) {
    auto& tables = list(schema, "tables");
    auto const found =
        reference.is_string() ? find(tables, reference.get<std::string>()) : tables.end();
    return found != tables.end() && &*found == &table;
}

/// The foreign keys that refer to the table.
std::vector<json*> references_to(json& schema, json const& table) {
    std::vector<json*> references;
    for (auto& other : list(schema, "tables")) {
        for (auto& key : list(other, "foreign_keys")) {
            auto& to = key["references"];
            if (to.is_object() && means(schema, to["table"], table)) {
                references.push_back(&to);
            }
        }
    }
    return references;
}

bool names_one(json const& part, char const* field, json const& column) {
    auto const all = Fields(part, here).texts(field);
    return std::any_of(all.begin(), all.end(), [&](std::string const& each) {
        return is_called(column, "id", each) || is_called(column, "name", each);
    });
}

/// Lists and expressions that call it by its old name call it by the new one.
void follow_rename(json& names, std::string const& before, std::string const& after) {
    if (names.is_array()) {
        std::replace(names.begin(), names.end(), json(before), json(after));
    }
}

void follow_rename_in_text(json& part, char const* field, std::string const& before,
                           std::string const& after) {
    if (!part.is_object() || !part.contains(field) || !part[field].is_string()) {
        return;
    }
    auto const anything = [](std::string_view) { return true; };
    part[field] =
        checked_expression(part[field].get<std::string>(),
                           {.column = [&](std::string_view name) -> std::optional<std::string> {
                                return name == before ? after : std::string(name);
                            },
                            .is_function_allowed = anything,
                            .is_type_allowed = anything})
            .text();
}

}  // namespace

void add_table(json& schema, json const& change, NamesBy) {
    add(list(schema, "tables"), fields_of(change).object("table").value(), "table");
}

void drop_table(json& schema, json const& change, NamesBy) {
    drop(list(schema, "tables"), change, "table");
}

void rename_table(json& schema, json const& change, NamesBy) {
    auto& table = table_of(schema, change);
    auto const before = Fields(table, here).text("name");
    auto const after = fields_of(change).text("new_name");
    auto const references = references_to(schema, table);
    rename(table, list(schema, "tables"), after, "table");
    for (auto* const to : references) {
        (*to)["table"] = (*to)["table"] == before ? json(after) : (*to)["table"];
    }
}

void add_column(json& schema, json const& change, NamesBy) {
    add(list(table_of(schema, change), "columns"), fields_of(change).object("column").value(),
        "column");
}

/// With it goes what is made of it, as in PostgreSQL; what others make of it is in the way.
void drop_column(json& schema, json const& change, NamesBy) {
    auto& table = table_of(schema, change);
    auto const found = column_of(table, change);
    for (auto const* const name : {"uniques", "indexes", "foreign_keys"}) {
        auto& parts = list(table, name);
        for (auto part = parts.begin(); part != parts.end();) {
            part = names_one(*part, "columns", *found) ? parts.erase(part) : std::next(part);
        }
    }
    if (names_one(table, "primary_key", *found)) {
        table.erase("primary_key");
    }
    list(table, "columns").erase(found);
}

void rename_column(json& schema, json const& change, NamesBy) {
    auto& table = table_of(schema, change);
    auto& column = *column_of(table, change);
    auto const before = Fields(column, here).text("name");
    auto const after = fields_of(change).text("new_name");
    rename(column, list(table, "columns"), after, "column");
    if (auto& columns = list(table, "columns"); find(columns, before) != columns.end()) {
        return;  // it is the id of one, so that is what is meant
    }
    follow_rename(table["primary_key"], before, after);
    for (auto const* const name : {"uniques", "indexes", "foreign_keys"}) {
        for (auto& part : list(table, name)) {
            follow_rename(part["columns"], before, after);
            follow_rename_in_text(part, "where", before, after);
        }
    }
    for (auto& part : list(table, "checks")) {
        follow_rename_in_text(part, "expression", before, after);
    }
    for (auto* const to : references_to(schema, table)) {
        follow_rename((*to)["columns"], before, after);
    }
}

void modify_column(json& schema, json const& change, NamesBy) {
    auto& column = *column_of(table_of(schema, change), change);
    auto const changes = fields_of(change).object("changes");
    bool is_any = false;
    for (auto const* const name : {"type", "nullable", "default"}) {
        if (changes.value().contains(name)) {
            column[name] = changes.value().at(name);
            is_any = true;
        }
    }
    if (!is_any) {
        changes.refuse("type", "is missing, and so are nullable and default: nothing changes");
    }
}

void add_foreign_key(json& schema, json const& change, NamesBy names) {
    add_part(schema, change, names, "foreign_key", "foreign_keys", "fkey");
}

void drop_foreign_key(json& schema, json const& change, NamesBy) {
    drop_part(schema, change, "foreign_key", {"foreign_keys"});
}

void add_index(json& schema, json const& change, NamesBy names) {
    add_part(schema, change, names, "index", "indexes", "idx");
}

void drop_index(json& schema, json const& change, NamesBy) {
    drop_part(schema, change, "index", {"indexes"});
}

void add_unique(json& schema, json const& change, NamesBy names) {
    add_part(schema, change, names, "unique", "uniques", "key");
}

void add_check(json& schema, json const& change, NamesBy names) {
    add_part(schema, change, names, "check", "checks", "check");
}

void drop_constraint(json& schema, json const& change, NamesBy) {
    drop_part(schema, change, "constraint", {"uniques", "checks", "foreign_keys"});
}

void add_enum(json& schema, json const& change, NamesBy) {
    add(list(schema, "enums"), fields_of(change).object("enum").value(), "enum");
}

void drop_enum(json& schema, json const& change, NamesBy) {
    drop(list(schema, "enums"), change, "enum");
}

void add_enum_value(json& schema, json const& change, NamesBy) {
    auto const from = fields_of(change);
    auto& values =
        list(*find_or_refuse(list(schema, "enums"), "enum", from.text("enum")), "values");
    auto const value = from.text("value");
    auto const at = [&](std::string const& other) {
        auto const found = std::find(values.begin(), values.end(), other);
        if (found == values.end()) {
            throw Refused(Code::bad_request,
                          fmt::format("the enum has no value \"{}\"", printable(other)));
        }
        return found;
    };
    if (std::find(values.begin(), values.end(), value) != values.end()) {
        from.refuse("value", "is there already");
    }
    auto const place = from.has("before")  ? at(from.text("before"))
                       : from.has("after") ? std::next(at(from.text("after")))
                                           : values.end();
    values.insert(place, value);
}

}  // namespace lockstep::sync::operation
