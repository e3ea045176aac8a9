#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "diff/join.hpp"

namespace lockstep::diff {

/// Gives the name that an identifier of the old side has on the new one, or itself.
using NewName = std::function<std::string_view(std::string_view)>;

/// All that defines an object and its parts save its own name: equal for an object and what it was
/// renamed to. Owner and comment are left out. Where the object's own name stands in a text (a
/// table that refers to itself), it is left out too. Empty when there is nothing that defines it:
/// every empty namespace is like every other.
std::string signature(Lone const& lone, NewName const& new_name);

/// The names under which an object stands, without its own: {"public", "orders"} of a column, the
/// arguments of a function too. Packed, with the kind before them; without the first `skip` bytes.
std::string parent_key(schema::Object const& object, std::size_t skip);

/// The index in its names of an object's own name.
std::size_t own_name_index(schema::Kind const& kind);

}  // namespace lockstep::diff
