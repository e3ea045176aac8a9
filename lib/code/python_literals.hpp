#pragma once

#include <optional>
#include <string>

#include "code/syntax_tree.hpp"

// Values that stand in Python's source as they are.
namespace lockstep::code::python {

/// The text that a string literal means: prefixes and escapes understood, adjacent literals put
/// together. Nothing of an f-string with something to fill in, of bytes, and of all that is no
/// string.
std::optional<std::string> string_value(Node node);

/// The last name of `typing.Optional`, and of what stands alone; empty for all else.
std::string last_name(Node node);

/// `total=False`: the value of that name among the arguments of a call or class.
Node keyword(Node arguments, std::string_view name);

/// The arguments without a name.
std::vector<Node> positional(Node arguments);

}  // namespace lockstep::code::python
