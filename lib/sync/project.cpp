#include "sync/project.hpp"

#include <algorithm>
#include <set>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "sql/expression.hpp"
#include "sync/fields.hpp"
#include "sync/refused.hpp"

namespace lockstep::sync {

namespace {

using nlohmann::json;

constexpr std::size_t longest_name = 63;  // NAMEDATALEN - 1

/// What the key of an object is, and what it is called in SQL.
template <class Named>
void read_names(Named& to, Fields const& from, NamesBy by, std::string_view prefix) {
    to.name = from.text("name");
    to.key = by == NamesBy::ids ? from.text("id") : from.text_or("id", to.name);
    if (to.key.empty()) {
        from.refuse("id", "must not be empty");
    }
    to.sql_name = by == NamesBy::ids ? std::string(prefix) + to.key : to.name;
    check_name(to.sql_name, from.path(by == NamesBy::ids ? "id" : "name"));
}

/// By key, or else by name; null where there is none.
template <class Named>
Named const* find(std::vector<Named> const& all, std::string_view reference) {
    auto const by = [&](std::string Named::*member) {
        return std::find_if(all.begin(), all.end(),
                            [&](Named const& each) { return each.*member == reference; });
    };
    auto found = by(&Named::key);
    found = found == all.end() ? by(&Named::name) : found;
    return found == all.end() ? nullptr : &*found;
}

/// Refuses a second object of the same key or SQL name.
template <class Named>
void check_unique(std::vector<Named> const& all, Fields const& from) {
    auto const& last = all.back();
    for (auto const& other : std::span(all).first(all.size() - 1)) {
        if (other.key == last.key || other.sql_name == last.sql_name) {
            from.refuse(other.key == last.key ? "id" : "name", "is there twice");
        }
    }
}

class Reader {
public:
    explicit Reader(Terms const& terms) : terms_(terms) {}

    Project read(json const& schema_data) {
        Fields const top(schema_data, "schema_data");
        for (auto const& each : top.objects("enums")) {
            read_enum(each);
        }
        auto const tables = top.objects("tables");
        for (auto const& each : tables) {
            read_table(each);
        }
        // They may refer to tables that come later.
        for (std::size_t i = 0; i < tables.size(); ++i) {
            for (auto const& each : tables[i].objects("foreign_keys")) {
                read_foreign_key(project_.tables[i], each);
            }
            check_names_in_namespace(project_.tables[i], tables[i]);
        }
        return std::move(project_);
    }

private:
    void read_enum(Fields const& from) {
        Enum it;
        read_names(it, from, terms_.names, "e_");
        it.values = from.texts("values");
        std::set<std::string> const different(it.values.begin(), it.values.end());
        if (different.size() != it.values.size()) {
            from.refuse("values", "holds a value twice");
        }
        for (auto const& value : it.values) {
            if (value.size() > longest_name) {
                from.refuse("values", "holds a value of more than 63 bytes");
            }
        }
        project_.enums.push_back(std::move(it));
        check_unique(project_.enums, from);
    }

    void read_table(Fields const& from) {
        Table it;
        read_names(it, from, terms_.names, "t_");
        for (auto const& each : from.objects("columns")) {
            read_column(it, each);
        }
        for (auto const& each : from.texts("primary_key")) {
            it.primary_key.push_back(column(it, each, from, "primary_key"));
        }
        for (auto const& each : from.objects("uniques")) {
            it.uniques.push_back({own_name(each), columns(it, each, "columns")});
        }
        for (auto const& each : from.objects("checks")) {
            it.checks.push_back({own_name(each), expression(&it, each, "expression")});
        }
        for (auto const& each : from.objects("indexes")) {
            it.indexes.push_back(
                {.name = own_name(each),
                 .columns = columns(it, each, "columns"),
                 .method = each.one_of("method", {"btree", "hash", "gin", "gist", "brin", "spgist"},
                                       "btree"),
                 .unique = each.flag_or("unique", false),
                 .where = each.has("where") ? expression(&it, each, "where") : ""});
        }
        project_.tables.push_back(std::move(it));
        check_unique(project_.tables, from);
    }

    void read_column(Table& table, Fields const& from) {
        Column it;
        read_names(it, from, terms_.names, "c_");
        it.type = type(from);
        bool const is_key = from.flag_or("primary_key", false);
        it.not_null = !from.flag_or("nullable", true) || is_key;
        it.default_value = default_value(from);
        if (is_key) {
            table.primary_key.push_back(it.sql_name);
        }
        table.columns.push_back(std::move(it));
        check_unique(table.columns, from);
    }

    std::string type(Fields const& from) const {
        auto const text = from.text("type");
        auto const brackets = text.ends_with("[]") ? "[]" : "";
        auto const alone =
            std::string_view(text).substr(0, text.size() - std::string(brackets).size());
        if (auto const* const own = find(project_.enums, alone)) {
            return sql("{}.{}", ident(terms_.name_space), ident(own->sql_name)).text() + brackets;
        }
        auto const allowed = allowed_type(text, terms_.types);
        if (!allowed) {
            from.refuse("type", fmt::format("\"{}\" is none of the types that are allowed",
                                            printable(text)));
        }
        return *allowed;
    }

    std::string default_value(Fields const& from) const {
        if (!from.has("default")) {
            return {};
        }
        auto const& value = from.any("default");
        if (value.is_number() || value.is_boolean()) {
            return value.dump();
        }
        if (value.is_object()) {
            return literal(from.object("default").text("value")).text();
        }
        return expression(nullptr, from, "default");
    }

    /// `table` is null where no column may be named.
    std::string expression(Table const* table, Fields const& from, std::string_view name) const {
        ExpressionRules const rules{
            .column = [&](std::string_view called) -> std::optional<std::string> {
                auto const* const found = table == nullptr ? nullptr : find(table->columns, called);
                return found == nullptr ? std::nullopt : std::optional(found->sql_name);
            },
            .is_function_allowed = is_function_allowed,
            .is_type_allowed = is_cast_allowed};
        try {
            return checked_expression(from.text(name), rules).text();
        } catch (Refused const&) {
            throw;
        } catch (Error const& error) {
            from.refuse(name, error.what());
        }
    }

    void read_foreign_key(Table& table, Fields const& from) const {
        auto const references = from.object("references");
        auto const* const target = find(project_.tables, references.text("table"));
        if (target == nullptr) {
            references.refuse("table", "is not there");
        }
        ForeignKey it{.name = own_name(from),
                      .columns = columns(table, from, "columns"),
                      .table = target->sql_name,
                      .to_columns = references.has("columns")
                                        ? columns(*target, references, "columns")
                                        : target->primary_key,
                      .on_update = action(from, "on_update"),
                      .on_delete = action(from, "on_delete")};
        if (it.columns.size() != it.to_columns.size()) {
            from.refuse("columns", "are not as many as those that they refer to");
        }
        table.foreign_keys.push_back(std::move(it));
    }

    static std::string action(Fields const& from, std::string_view name) {
        auto const word = from.one_of(
            name, {"NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"}, "NO ACTION");
        return word == "NO ACTION" ? "" : word;
    }

    static std::string column(Table const& table, std::string_view reference, Fields const& from,
                              std::string_view name) {
        auto const* const found = find(table.columns, reference);
        if (found == nullptr) {
            from.refuse(name, fmt::format("names \"{}\", which is no column of \"{}\"",
                                          printable(reference), printable(table.name)));
        }
        return found->sql_name;
    }

    static std::vector<std::string> columns(Table const& table, Fields const& from,
                                            std::string_view name) {
        std::vector<std::string> list;
        for (auto const& each : from.texts(name)) {
            list.push_back(column(table, each, from, name));
        }
        if (list.empty()) {
            from.refuse(name, "names no column");
        }
        return list;
    }

    static std::string own_name(Fields const& from) {
        auto name = from.text("name");
        check_name(name, from.path("name"));
        return name;
    }

    /// Indexes share the names of tables; constraints have names of their own in each table.
    void check_names_in_namespace(Table const& table, Fields const& from) {
        auto const add = [&](std::set<std::string>& to, std::string const& name,
                             std::string_view what) {
            if (!to.insert(name).second) {
                from.refuse(what,
                            fmt::format("uses the name \"{}\" a second time", printable(name)));
            }
        };
        std::set<std::string> of_table;
        add(relations_, table.sql_name, "name");
        if (!table.primary_key.empty()) {
            of_table.insert(table.key_name());
            add(relations_, table.key_name(), "primary_key");
        }
        for (auto const& each : table.uniques) {
            add(of_table, each.name, "uniques");
            add(relations_, each.name, "uniques");
        }
        for (auto const& each : table.foreign_keys) {
            add(of_table, each.name, "foreign_keys");
        }
        for (auto const& each : table.checks) {
            add(of_table, each.name, "checks");
        }
        for (auto const& each : table.indexes) {
            add(relations_, each.name, "indexes");
        }
    }

    Terms const& terms_;
    Project project_;
    std::set<std::string> relations_;
};

}  // namespace

std::string generated_name(std::string const& beginning, std::string_view ending) {
    constexpr std::size_t of_hash = 8;
    auto name = fmt::format("{}_{}", beginning, ending);
    return name.size() <= longest_name
               ? name
               : fmt::format("lockstep_{}_{}", to_hex(sha256(name)).substr(0, of_hash), ending);
}

std::string Table::key_name() const {
    return generated_name(sql_name, "pkey");
}

void check_name(std::string_view name, std::string const& path) {
    check_text(name, path);
    if (name.empty() || name.size() > longest_name) {
        throw Refused(Code::bad_request,
                      fmt::format("{} gives a name of {} bytes; PostgreSQL takes 1 to 63", path,
                                  name.size()));
    }
}

std::string namespace_of(std::string const& organization_id) {
    auto name = "org_" + organization_id;
    check_name(name, "organization_id");
    return name;
}

Project read_project(json const& schema_data, Terms const& terms) {
    return Reader(terms).read(schema_data);
}

OtherTypes unknown_types(json const& schema_data) {
    OtherTypes types;
    std::set<std::string> own;
    Fields const top(schema_data, "schema_data");
    for (auto const& each : top.objects("enums")) {
        own.insert(each.text_or("id", ""));
        own.insert(each.text_or("name", ""));
    }
    for (auto const& table : top.objects("tables")) {
        for (auto const& column : table.objects("columns")) {
            auto const text = column.text("type");
            auto const base = base_type(text);
            if (!own.contains(base) && !allowed_type(text, {})) {
                types.insert(base);
            }
        }
    }
    return types;
}

}  // namespace lockstep::sync
