#pragma once

#include "schema/schema.hpp"
#include "sql/split.hpp"

namespace lockstep::source {

/// Gives each object the place where the script defines it. What it does not name itself (a grant,
/// a generated constraint) gets the place of what it is part of.
void set_places(schema::Schema& schema, script::Script const& script);

}  // namespace lockstep::source
