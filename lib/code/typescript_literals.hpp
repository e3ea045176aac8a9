#pragma once

#include <optional>
#include <string>

#include "code/syntax_tree.hpp"

// What stands in TypeScript's source as it is.
namespace lockstep::code::typescript {

/// The text that a string in quotes means, escapes understood; nothing of all that is no string.
std::optional<std::string> string_value(Node node);

/// What a part of a string or template stands for: text or an escape.
std::string fragment_text(Node fragment);

/// The last name of `ns.x` and of what stands alone; empty for all else.
std::string last_name(Node node);

/// The expression in `(x)`, `x!`, `x as const`, `<const>x`, `x satisfies T`.
Node without_wrapping(Node expression);

/// The nodes that an operator joins, in their order: `a | b | c` nests as deep as it is long.
std::vector<Node> operands(Node node);

/// What a function returns: `() => x`, `() => { return x; }`, `function () { return x; }`.
Node returned(Node function);

}  // namespace lockstep::code::typescript
