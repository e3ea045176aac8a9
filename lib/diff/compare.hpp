#pragma once

#include <cstdint>
#include <vector>

#include "diff/change.hpp"

namespace lockstep::diff {

/// What a comparison is for: to tell whether two schemas are alike, or what statements can do.
enum class Purpose : std::uint8_t { report, plan };

/// Do both values mean the same for that property? An unknown one is the same as any.
bool is_same(schema::Property const& property, schema::Value before, schema::Value after,
             Purpose purpose = Purpose::report);

/// Appends one change for each property in which the two, which stand for one object, differ.
void compare(schema::Object const& before, schema::Object const& after, std::vector<Change>& out,
             Purpose purpose = Purpose::report);

}  // namespace lockstep::diff
