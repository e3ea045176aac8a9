#pragma once

#include <string>
#include <string_view>

#include "schema/object.hpp"

namespace lockstep::diff {

/// Could PostgreSQL have chosen this object's name, had it been made without one? "t_a_key",
/// "t_a_key1", "t_pkey", "t_a_fkey", "t_check", "t_a_b_idx", "t_id_seq".
bool has_generated_name(schema::Object const& object);

/// What `makeObjectName()` of PostgreSQL makes of the three: joined by underscores and cut to 63
/// bytes, the longer of the first two first. `second` may be empty.
std::string make_object_name(std::string_view first, std::string_view second,
                             std::string_view label);

}  // namespace lockstep::diff
