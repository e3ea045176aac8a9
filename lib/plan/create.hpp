#pragma once

#include "schema/schema.hpp"
#include "sql/sql.hpp"

namespace lockstep::plan {

/// The statements that make the schema in a newly created database. The schema must have been
/// loaded with its dependencies.
Statements create_all(schema::Schema const& schema);

/// The statements as a script for psql, each ended by a semicolon, with a heading
/// (one line) as a comment.
std::string to_script(Statements const& statements, std::string_view heading);

}  // namespace lockstep::plan
