#pragma once

#include <vector>

#include "diff/change.hpp"
#include "diff/renames.hpp"

namespace lockstep::diff {

/// Marks the modified texts that differ by new names of renamed objects alone (Change::follows),
/// and drops those that differ by generated names alone.
///
/// PostgreSQL keeps references as numbers and prints them by name, so such a text changes by itself
/// when its object is renamed. The rule: word by word both are the same, save that the one has an
/// old name where the other has the new one. It does not hold for what PostgreSQL keeps as text:
/// bodies of functions, comments. It does not relate a view that gains `AS old_name` when a column
/// below it is renamed; that is reported as a difference of its own.
void relate_to_renames(std::vector<Change>& changes, std::vector<Rename> const& renames);

}  // namespace lockstep::diff
