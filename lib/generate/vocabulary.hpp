#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "code/naming.hpp"
#include "code/value_types.hpp"
#include "config/config.hpp"
#include "generate/data.hpp"
#include "generate/languages.hpp"
#include "generate/written_types.hpp"
#include "schema/schema.hpp"

namespace lockstep::generate {

/// What a type of the database is called in a language.
struct TypeFacts {
    WrittenTypes::Forms forms;
    std::shared_ptr<Data::Object const> form;  // the same, for templates
    std::string declared_if_null;
    std::vector<std::string> modifiers;
    bool is_array = false;
    std::string enum_class;  // of its elements, where they are of an enum
    std::string enum_variable;
    std::string enum_name;             // in the database
    bool is_enum = false;              // also through a domain
    std::string custom;                // PostgreSQL's text, where the language has no form for it
    std::vector<std::string> classes;  // all of which its text speaks
};

/// The names of a column, all of one table different.
struct ColumnNames {
    std::string literal;     // quoted
    std::string identifier;  // as near to the column's name as can be
    bool is_plain = false;   // is the identifier the name?
    std::string key;         // of a property: the name, quoted where it must be
    std::string member;      // "userId"
    std::string member_literal;
    std::string constant;  // "USER_ID"
};

/// All names and types of one database in one language.
class Vocabulary {
public:
    Vocabulary(schema::Schema const& schema, Language const& language,
               config::NamingConventions const& conventions, config::TextMap const& type_mappings);

    schema::Schema const& schema() const { return schema_; }
    Language const& language() const { return language_; }
    WrittenTypes const& types() const { return types_; }

    std::string const& class_of(schema::Object const& object) const;
    /// Of a table, view or enum: "organizations".
    std::string const& variable_of(schema::Object const& object) const;
    /// Of a table or view, as near to its name as can be.
    std::string const& identifier_of(schema::Object const& object) const;
    /// Of a table or view: "ORGANIZATIONS".
    std::string const& constant_of(schema::Object const& object) const;
    /// The constant of all columns of that name: "USER_ID".
    std::string column_constant(std::string_view name) const;
    /// All constants of columns, and the names that they stand for.
    std::map<std::string, std::string, std::less<>> const& column_constants() const {
        return column_constants_;
    }
    /// What stands for a namespace: "authSchema"; empty for `public`.
    std::string namespace_variable(std::string_view name) const;
    std::map<std::string, std::string, std::less<>> const& namespaces() const {
        return namespaces_;
    }
    /// The columns of a table, view or composite type, in their order.
    std::vector<schema::Object const*> const& columns_of(schema::Object const& relation) const {
        return columns_in_order_.at(&relation);
    }
    ColumnNames const& names_of(schema::Object const& relation, std::string_view column) const;
    TypeFacts const& type(std::string_view text) const;
    /// Types that the language has no form for, and the variables that stand for them.
    std::map<std::string, std::string, std::less<>> const& custom_types() const {
        return custom_types_;
    }
    /// Is its default the next value of a sequence of its own?
    bool is_serial(schema::Object const& column) const;
    /// Those of a table that belong to no constraint.
    std::vector<schema::Object const*> indexes_of(schema::Object const& table) const;

private:
    using ColumnsNames = std::map<std::string, ColumnNames, std::less<>>;
    ColumnsNames column_names(schema::Object const& relation) const;
    TypeFacts type_facts(std::string_view text) const;
    struct Scopes;
    void add_object(schema::Object const& object, Scopes& scopes);
    bool can_be_field(std::string const& name) const;
    std::set<std::string, std::less<>> names_in_types(schema::Object const& relation) const;

    schema::Schema const& schema_;
    Language const& language_;
    WrittenTypes types_;
    code::ClassNames classes_;
    std::map<schema::Object const*, std::string> variables_;
    std::map<schema::Object const*, std::string> constants_;
    std::map<schema::Object const*, std::string> identifiers_;
    std::map<std::string, std::string, std::less<>> namespaces_;  // of relations and enums
    std::map<std::string, std::string, std::less<>> column_constants_;
    std::map<std::string, std::string, std::less<>> custom_types_;
    std::set<std::string, std::less<>> owners_of_sequences_;                  // dotted
    std::multimap<std::string, schema::Object const*, std::less<>> indexes_;  // by dotted table
    std::map<std::string, std::string, std::less<>> enum_variables_;          // by class
    std::map<schema::Object const*, std::vector<schema::Object const*>> columns_in_order_;
    mutable std::map<schema::Object const*, ColumnsNames> columns_;
    mutable std::map<std::string, TypeFacts, std::less<>> known_types_;
};

/// Tables that are no partitions, foreign tables, views, composite types.
bool is_relation(schema::Object const& object);
bool is_table(schema::Object const& object);
/// As people and other systems, which have no namespaces, name it: "orders", "auth.users".
std::string qualified(schema::Object const& relation);

/// "user-id" → "USER_ID"; what has no letter or digit is "VALUE", what is empty "EMPTY".
std::string constant_name(std::string_view name);
/// "user_id" → "userId"
std::string member_name(std::string_view name);

}  // namespace lockstep::generate
