#pragma once

#include <string>
#include <string_view>

namespace lockstep::diff {

/// Do two texts of a property mean the same though they are written differently? A server prints
/// one form; people and other tools write "varchar" for "character varying", and leave out casts.
bool means_the_same(std::string_view property, std::string_view a, std::string_view b);

/// The name of a type as a server prints it: "VARCHAR(20)" → "character varying(20)".
std::string canonical_type(std::string_view type);

}  // namespace lockstep::diff
