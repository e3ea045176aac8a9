#pragma once

#include <vector>

#include "diff/change.hpp"

namespace lockstep::diff {

/// Turns changes of enums' values into renames of single values where that is all they are: as many
/// values as before, and where they differ, one that only the old side has stands where one that
/// only the new side has does. `hints` name a value by the enum's names and the value.
void find_renamed_values(std::vector<Change>& changes, DiffOptions const& options);

}  // namespace lockstep::diff
