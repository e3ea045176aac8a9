#include "sync/repair.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>

#include "schema/kinds/kinds.hpp"
#include "source/catalog_read.hpp"
#include "sync/tables.hpp"

namespace lockstep::sync {

namespace {

using schema::Kind;

/// What schema_data speaks of; all else of an object is left as it is.
struct Modelled {
    Kind const* kind;
    std::vector<std::string_view> properties;
};
std::vector<Modelled> const& modelled() {
    static std::vector<Modelled> const table{
        {&schema::kind::name_space, {}},
        {&schema::kind::enum_type, {"values"}},
        {&schema::kind::table, {"columns"}},
        {&schema::kind::column, {"type", "default", "not_null"}},
        {&schema::kind::constraint,
         {"type", "columns", "expression", "references", "referenced_columns", "on_update",
          "on_delete"}},
        {&schema::kind::index, {"table", "unique", "method", "columns", "where"}}};
    return table;
}

/// Is it part of one of the project's tables, or one of its enums?
class Of {
public:
    Of(Project const& project, std::string const& name_space) : name_space_(name_space) {
        for (auto const& table : project.tables) {
            tables_.insert(table.sql_name);
            dotted_.insert(sql("{}.{}", ident(name_space), ident(table.sql_name)).text());
        }
        for (auto const& each : project.enums) {
            enums_.insert(each.sql_name);
        }
    }

    bool has(schema::Object const& object) const {
        auto const& kind = *object.id.kind;
        if (object.id.names.front() != name_space_) {
            return false;
        }
        if (&kind == &schema::kind::name_space) {
            return true;
        }
        if (&kind == &schema::kind::enum_type) {
            return enums_.contains(std::string(object.name()));
        }
        if (&kind == &schema::kind::index) {
            return dotted_.contains(std::string(object["table"]));
        }
        return tables_.contains(std::string(object.id.names[1]));
    }

private:
    std::string const& name_space_;
    std::set<std::string> tables_;
    std::set<std::string> dotted_;
    std::set<std::string> enums_;
};

/// The part of a catalog that schema_data speaks of.
schema::Schema cut(schema::Schema const& whole, Project const& project,
                   std::string const& name_space) {
    Of const of(project, name_space);
    schema::SchemaBuilder builder(whole.arena);
    for (auto const& object : whole.objects) {
        auto const row = std::ranges::find(modelled(), object.id.kind, &Modelled::kind);
        if (row == modelled().end() || !of.has(object)) {
            continue;
        }
        std::vector<schema::Field> fields;
        for (auto const& field : object.fields) {
            auto const name = object.id.kind->properties[field.index].name;
            if (std::ranges::count(row->properties, name) > 0) {
                fields.push_back(field);
            }
        }
        builder.at(builder.add_kept(object.id, fields)).needs = object.needs;
    }
    auto schema = builder.finish();
    schema.server_version = whole.server_version;
    for (auto const& row : modelled()) {
        schema.known_kinds.insert(row.kind);
    }
    return schema;
}

/// As the server printed them.
void use_noted(Project& project, std::map<std::string, std::string> const& noted) {
    auto const use = [&](std::string const& name, std::string& expression) {
        if (auto const found = noted.find(name); found != noted.end()) {
            expression = found->second;
        }
    };
    for (auto& table : project.tables) {
        auto const of_table = [&](std::string_view what, std::string const& name) {
            return fmt::format("{} {}.{}", what, ident(table.sql_name).text(), ident(name).text());
        };
        for (auto& column : table.columns) {
            use(of_table("default", column.sql_name), column.default_value);
        }
        for (auto& check : table.checks) {
            use(of_table("check", check.name), check.expression);
        }
        for (auto& index : table.indexes) {
            use("where " + ident(index.name).text(), index.where);
        }
    }
}

}  // namespace

std::vector<plan::Statement> plan_repair(
    pg::Connection& connection, Project project, std::string const& name_space,
    std::optional<std::map<std::string, std::string>> const& noted) {
    if (noted) {
        use_noted(project, *noted);
    }
    source::LoadOptions options;
    options.dependencies = true;
    options.use_cache = false;
    options.namespaces = {name_space};
    auto const whole = source::read_catalog(connection, options, {});
    auto const from = cut(whole, project, name_space);
    auto const to = schema_of(project, name_space, whole.server_version);
    plan::PlanOptions plan_options;
    plan_options.diff.detect_renames = false;
    return plan::make_plan(from, to, plan_options).statements();
}

}  // namespace lockstep::sync
