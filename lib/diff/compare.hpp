#pragma once

#include <vector>

#include "diff/change.hpp"

namespace lockstep::diff {

/// Do both values mean the same for that property? An unknown one is the same as any.
bool is_same(schema::Property const& property, schema::Value before, schema::Value after);

/// Appends one change for each property in which the two, which stand for one object, differ.
void compare(schema::Object const& before, schema::Object const& after, std::vector<Change>& out);

}  // namespace lockstep::diff
