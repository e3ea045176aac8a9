#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sync/types.hpp"

namespace lockstep::sync {

/// What tables, columns and enums are called in the target: `t_<id>`, `c_<id>`, `e_<id>`, or by the
/// names given.
enum class NamesBy { ids, given };

/// How a project's schema_data is read.
struct Terms {
    std::string name_space;  // of the organisation, in the target
    NamesBy names = NamesBy::ids;
    OtherTypes types{};
};

struct Enum {
    std::string key;  // its id, or its name where it has none
    std::string name;
    std::string sql_name;
    std::vector<std::string> values;

    bool operator==(Enum const&) const = default;
};

struct Column {
    std::string key;
    std::string name;
    std::string sql_name;
    std::string type;  // as the server prints it
    bool not_null = false;
    std::string default_value;  // an expression in SQL; empty: none

    bool operator==(Column const&) const = default;
};

/// What a table has beside columns. Columns and tables are in the words of SQL.
struct Key {
    std::string name;
    std::vector<std::string> columns;

    bool operator==(Key const&) const = default;
};
struct ForeignKey {
    std::string name;
    std::vector<std::string> columns;
    std::string table;  // its name in the target
    std::vector<std::string> to_columns;
    std::string on_update;  // "CASCADE"; empty: no action
    std::string on_delete;

    bool operator==(ForeignKey const&) const = default;
};
struct Check {
    std::string name;
    std::string expression;

    bool operator==(Check const&) const = default;
};
struct Index {
    std::string name;
    std::vector<std::string> columns;
    std::string method;
    bool unique = false;
    std::string where;

    bool operator==(Index const&) const = default;
};

struct Table {
    std::string key;
    std::string name;
    std::string sql_name;
    std::vector<Column> columns;
    std::vector<std::string> primary_key;
    std::vector<Key> uniques;
    std::vector<ForeignKey> foreign_keys;
    std::vector<Check> checks;
    std::vector<Index> indexes;

    /// What its primary key is called.
    std::string key_name() const;

    bool operator==(Table const&) const = default;
};

/// A project's schema, read and checked: names can be had, what is referred to is there, types and
/// expressions are allowed.
struct Project {
    std::vector<Enum> enums;
    std::vector<Table> tables;

    bool operator==(Project const&) const = default;
};

/// Reads `projects.schema_data`: {"tables": [{"id", "name", "columns": [{"id", "name", "type",
/// "nullable", "default", "primary_key"}], "primary_key", "uniques", "foreign_keys", "checks",
/// "indexes"}], "enums": [{"id", "name", "values"}]}. Other keys are somebody else's, and are left
/// alone. Throws Refused(bad_request) with the path of what is wrong.
Project read_project(nlohmann::json const& schema_data, Terms const& terms);

/// The base types that its columns name and that are neither built in nor enums of its own: the
/// target must have them.
OtherTypes unknown_types(nlohmann::json const& schema_data);

/// The namespace of an organisation: `org_<id>`. Throws Refused(bad_request) where that is too long
/// for a name.
std::string namespace_of(std::string const& organization_id);

/// "orders_total_idx": PostgreSQL's pattern of a name that nobody gave. What would be too long for
/// a name has a hash instead of its beginning.
std::string generated_name(std::string const& beginning, std::string_view ending);

/// At most 63 bytes, without NUL, or Refused(bad_request) with the path.
void check_name(std::string_view name, std::string const& path);

}  // namespace lockstep::sync
