#pragma once

#include <string>
#include <string_view>

namespace lockstep::diff {

/// `(ARRAY['a'::character varying, …])::text[]` as PostgreSQL prints the same once it has read that
/// again: `ARRAY[('a'::character varying)::text, …]`. A list for IN over such a column prints the
/// one way where it was made, and the other in a copy.
std::string with_casts_inside(std::string_view expression);

}  // namespace lockstep::diff
