#pragma once

#include <string>

#include "plan/matched.hpp"

namespace lockstep::plan {

/// The packed names that an object of `from` has once all renames are done: what it is part of may
/// have been renamed.
std::string names_after_renames(Matched const& matched, schema::Object const& object);

/// The packed names for what is put aside, so that another can have its names: `orders__before`,
/// cut to what PostgreSQL keeps of a name (63 bytes).
std::string names_aside(std::string const& names);

}  // namespace lockstep::plan
