#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sql/search_path.hpp"
#include "sql/split.hpp"

namespace lockstep::script {

/// The name spaces in which PostgreSQL looks for names: objects of one class cannot share a name.
enum class DefinitionClass {
    relation,  // {schema, name}: tables, views, sequences, indexes, and types
    routine,   // {schema, name} and arguments
    of_table,  // {schema, table, what, name}: columns, constraints, triggers, policies, rules
    other,     // {what, name} or {what, schema, name}: "extension", "collation", …
};

/// An object that a statement makes, and where its name or its definition stands.
struct Definition {
    DefinitionClass cls = DefinitionClass::other;
    /// `what` is "column", "constraint", "trigger", "extension", …; empty for relations, routines.
    std::string what;
    std::vector<std::string> names;
    std::vector<std::string> arguments;  // of a routine: types by `plain_type`, inputs only
    std::size_t offset = 0;              // into the statement
    bool if_not_exists = false;          // an earlier definition stands
};

/// Which objects the statements of a script define. It follows `SET search_path`, to tell in which
/// schema a name without one is.
class DefinitionFinder {
public:
    /// What this statement defines; nothing when it defines nothing or is not understood. The
    /// syntax need not be that of any particular server version.
    std::vector<Definition> find(Statement const& statement);

private:
    SearchPath path_;
};

/// The name of a type as it can be compared between a definition and `format_type`: without schema,
/// modifiers and aliases: "pg_catalog.int4" → "integer", "varchar(20)[]" → "character varying[]".
std::string plain_type(std::string_view type);

}  // namespace lockstep::script
