#include "sync/tables.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "schema/kinds/kinds.hpp"

namespace lockstep::sync {

namespace {

using schema::Kind;
using schema::ObjectId;

class Builder {
public:
    Builder(Project const& project, std::string const& name_space)
        : project_(project), name_space_(name_space) {}

    schema::Schema build(int server_version) {
        auto const space = add(schema::kind::name_space, {name_space_}, {}, {});
        for (auto const& each : project_.enums) {
            add(schema::kind::enum_type, {name_space_, each.sql_name},
                {{"values", list(each.values)}}, {space});
        }
        for (auto const& each : project_.tables) {
            add_table(each, space);
        }
        for (auto const& each : project_.tables) {
            add_foreign_keys(each);
        }
        auto schema = builder_.finish();
        schema.server_version = server_version;
        schema.known_kinds = {&schema::kind::name_space, &schema::kind::enum_type,
                              &schema::kind::table,      &schema::kind::column,
                              &schema::kind::constraint, &schema::kind::index};
        return schema;
    }

private:
    using Properties = std::vector<std::pair<std::string_view, schema::Value>>;
    using Needs = std::vector<ObjectId>;

    ObjectId id(Kind const& kind, std::vector<std::string> const& names) {
        return {&kind, schema::Names(builder_.arena().keep(schema::pack(names)))};
    }

    ObjectId add(Kind const& kind, std::vector<std::string> const& names,
                 Properties const& properties, Needs const& needs) {
        std::vector<schema::Field> fields;
        for (auto const& [name, value] : properties) {
            if (!value.empty()) {
                fields.push_back({static_cast<std::uint32_t>(kind.index_of(name)), value});
            }
        }
        std::ranges::sort(fields, {}, &schema::Field::index);
        auto const index = builder_.add(kind, schema::pack(names), fields);
        auto& object = builder_.at(index);
        object.needs = builder_.arena().keep(std::span<ObjectId const>(needs));
        return object.id;
    }

    schema::Value list(std::vector<std::string> const& items) {
        return schema::Value(schema::TextList(builder_.arena().keep(schema::pack(items))));
    }
    static schema::Value flag(bool is_set) {
        return is_set ? schema::Value("true") : schema::Value();
    }
    std::string dotted(std::string const& name) const {
        return sql("{}.{}", ident(name_space_), ident(name)).text();
    }

    void add_table(Table const& it, ObjectId const& space) {
        std::vector<std::string> names;
        for (auto const& column : it.columns) {
            names.push_back(column.sql_name);
        }
        auto const table = add(schema::kind::table, {name_space_, it.sql_name},
                               {{"columns", list(names)}}, {space});
        for (auto const& column : it.columns) {
            add_column(it, column, table);
        }
        if (!it.primary_key.empty()) {
            add_key(it, it.key_name(), "PRIMARY KEY", it.primary_key);
        }
        for (auto const& each : it.uniques) {
            add_key(it, each.name, "UNIQUE", each.columns);
        }
        for (auto const& each : it.checks) {
            add_check(it, each);
        }
        for (auto const& each : it.indexes) {
            add_index(it, each);
        }
    }

    void add_column(Table const& table, Column const& it, ObjectId const& whole) {
        Needs needs{whole};
        for (auto const& each : project_.enums) {
            if (it.type.starts_with(dotted(each.sql_name))) {
                needs.push_back(id(schema::kind::enum_type, {name_space_, each.sql_name}));
            }
        }
        bool const is_key = std::ranges::count(table.primary_key, it.sql_name) > 0;
        auto const added = add(schema::kind::column, {name_space_, table.sql_name, it.sql_name},
                               {{"type", schema::Value(it.type)},
                                {"default", schema::Value(it.default_value)},
                                {"not_null", flag(it.not_null || is_key)}},
                               needs);
        columns_.emplace(std::pair(table.sql_name, it.sql_name), added);
    }

    Needs columns(std::string const& table, std::vector<std::string> const& names) const {
        Needs needs;
        for (auto const& name : names) {
            needs.push_back(columns_.at({table, name}));
        }
        return needs;
    }

    void add_key(Table const& table, std::string const& name, std::string_view type,
                 std::vector<std::string> const& key) {
        add(schema::kind::constraint, {name_space_, table.sql_name, name},
            {{"type", schema::Value(type)}, {"columns", list(key)}}, columns(table.sql_name, key));
    }

    // Which of the columns it names is inside the expression: all of them come before it.
    void add_check(Table const& table, Check const& it) {
        Needs needs;
        for (auto const& column : table.columns) {
            needs.push_back(columns_.at({table.sql_name, column.sql_name}));
        }
        add(schema::kind::constraint, {name_space_, table.sql_name, it.name},
            {{"type", schema::Value("CHECK")}, {"expression", schema::Value(it.expression)}},
            needs);
    }

    void add_index(Table const& table, Index const& it) {
        std::vector<std::string> keys;
        for (auto const& column : it.columns) {
            keys.push_back(ident(column).text());
        }
        add(schema::kind::index, {name_space_, it.name},
            {{"table", schema::Value(dotted(table.sql_name))},
             {"unique", flag(it.unique)},
             {"method", schema::Value(it.method)},
             {"columns", list(keys)},
             {"where", schema::Value(it.where)}},
            columns(table.sql_name, it.columns));
    }

    void add_foreign_keys(Table const& table) {
        for (auto const& it : table.foreign_keys) {
            auto needs = columns(table.sql_name, it.columns);
            auto const others = columns(it.table, it.to_columns);
            needs.insert(needs.end(), others.begin(), others.end());
            if (auto const key = key_of(it)) {
                needs.push_back(*key);
            }
            add(schema::kind::constraint, {name_space_, table.sql_name, it.name},
                {{"type", schema::Value("FOREIGN KEY")},
                 {"columns", list(it.columns)},
                 {"references", schema::Value(dotted(it.table))},
                 {"referenced_columns", list(it.to_columns)},
                 {"on_update", schema::Value(it.on_update)},
                 {"on_delete", schema::Value(it.on_delete)}},
                needs);
        }
    }

    /// The key that a foreign key leans on.
    std::optional<ObjectId> key_of(ForeignKey const& it) {
        auto const table = std::ranges::find(project_.tables, it.table, &Table::sql_name);
        auto const same = [&](std::vector<std::string> const& columns) {
            return std::ranges::is_permutation(columns, it.to_columns);
        };
        if (same(table->primary_key)) {
            return id(schema::kind::constraint, {name_space_, table->sql_name, table->key_name()});
        }
        auto const unique =
            std::ranges::find_if(table->uniques, [&](Key const& key) { return same(key.columns); });
        return unique == table->uniques.end()
                   ? std::nullopt
                   : std::optional(id(schema::kind::constraint,
                                      {name_space_, table->sql_name, unique->name}));
    }

    Project const& project_;
    std::string const& name_space_;
    schema::SchemaBuilder builder_;
    std::map<std::pair<std::string, std::string>, ObjectId> columns_;
};

}  // namespace

schema::Schema schema_of(Project const& project, std::string const& name_space,
                         int server_version) {
    return Builder(project, name_space).build(server_version);
}

}  // namespace lockstep::sync
