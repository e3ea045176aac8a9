#pragma once

#include <string>

#include "pg/connection.hpp"
#include "pg/scratch_server.hpp"
#include "source/source.hpp"
#include "sql/needs.hpp"
#include "sql/split.hpp"

namespace lockstep::source {

/// Runs a script as psql would, in a new database of the scratch server, and reads what has come of
/// it. Throws ParseError with the file, line and column of a statement that the server refuses.
/// `server_guard` is set to a text that tells which server it was.
schema::Schema run_in_scratch(script::Script const& script, LoadOptions const& options,
                              std::string& server_guard);

/// Does the server that this text tells of still stand, so that a schema that it gave still holds?
/// For `scratch.url` this connects.
bool guard_holds(std::string_view server_guard, LoadOptions const& options);

}  // namespace lockstep::source
