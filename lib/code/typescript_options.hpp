#pragma once

#include "code/typescript_values.hpp"

namespace lockstep::code::typescript {

/// `{ length: 80, enum: ['a', 'b'] }` as {"length", {{"80"}}}, {"enum", {{"'a'"}, {"'b'"}}}: texts
/// in quotes, numbers and words as they stand, all else left out.
std::vector<Type> options_of(Values const& values, Value object);

}  // namespace lockstep::code::typescript
