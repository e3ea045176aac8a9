#pragma once

#include "code/definitions.hpp"
#include "code/syntax_tree.hpp"
#include "code/union_type.hpp"

namespace lockstep::code::python {

/// An annotation as a type: strings (forward references) are read as what they hold, `Annotated`
/// is its first part. A type that is nested too deeply, or no type at all, is {"?"}.
Type type_of(Node annotation);

/// What a type is when it is there, and whether it may be None.
Nullable without_none(Type type);

}  // namespace lockstep::code::python
