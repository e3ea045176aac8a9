#pragma once

#include "code/definitions.hpp"

namespace lockstep::code {

/// What is wrong with definitions by themselves: relations that point nowhere, foreign keys of
/// another type than what they refer to, tables that need one another, values of an enum that are
/// spelled in two ways.
std::vector<Problem> check(Definitions const& definitions);

/// Are these two spellings of one value: "In Progress", "in_progress"?
bool are_spellings(std::string_view a, std::string_view b);

}  // namespace lockstep::code
