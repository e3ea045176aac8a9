#pragma once

#include <vector>

#include "diff/change.hpp"

namespace lockstep::diff {

/// Leaves out the changes that another change of the list brings about by itself: what a partition
/// or a child has from its parent, the indexes of partitions that come with the partitioned one,
/// the partitions of a table that is gone, NOT NULL of the columns of a new primary key, the
/// columns of a view that is defined anew.
void fold_consequences(std::vector<Change>& changes, schema::Schema const& from,
                       schema::Schema const& to);

}  // namespace lockstep::diff
