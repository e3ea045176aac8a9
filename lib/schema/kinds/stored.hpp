#pragma once

#include "schema/schema.hpp"

namespace lockstep::schema {

bool needs(Object const& object, ObjectId const& id);

/// Are there values of the type: does a table have a column of it, or of a type that is made of it,
/// or is one in an expression? (find_composite_type_dependencies in tablecmds.c.)
bool is_stored(ObjectId const& type, Schema const& schema);

/// Are there values of the domain inside of others: in arrays, rows, ranges? PostgreSQL does not
/// look into these (get_rels_with_domain in typecmds.c), and so refuses what it would have to
/// check.
bool is_stored_inside(ObjectId const& domain, Schema const& schema);

}  // namespace lockstep::schema
