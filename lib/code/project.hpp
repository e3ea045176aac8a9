#pragma once

#include <optional>

#include "code/definitions.hpp"
#include "code/naming.hpp"
#include "code/type_map.hpp"
#include "schema/schema.hpp"

namespace lockstep::code {

/// Definitions and a database in the same terms, those of the language: enums with their values,
/// and tables, views and composite types with columns that have a type and may be NULL. Of all else
/// the language says nothing. Named as in the database.
struct Compared {
    schema::Schema definitions;
    schema::Schema database;
};

struct Projection : Compared {
    std::vector<Problem> problems{};  // of the definitions, seen beside the database
    /// A table may be defined once in each of several terms: as an interface, and for an ORM. All
    /// definitions of a table but the first are compared here.
    std::vector<Compared> others{};
};

struct Projector {
    config::Naming naming;
    TypeMap types;
    Language const* language = &code::language("python");
    std::optional<TypeMap> sqlite{};  // where definitions may be of tables of SQLite
    Terms terms = Terms::language;    // of definitions that define no table
};

/// Where the language has several types for one of PostgreSQL's, the database's side is written as
/// the definitions write it. Views and composite types need no class; neither do partitions.
Projection project(Definitions const& definitions, schema::Schema const& database,
                   Projector const& how);

}  // namespace lockstep::code
