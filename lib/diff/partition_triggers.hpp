#pragma once

#include <vector>

#include "diff/change.hpp"
#include "diff/join.hpp"

namespace lockstep::diff {

/// A trigger that a partition has from its parent is an object of a schema only where it is enabled
/// otherwise than the parent's. One that a single side has is therefore no trigger that came or
/// went: what may differ is whether it is enabled. Takes such triggers out of `lones`, which
/// `other` lacks, and appends what differs to `changes`.
void compare_partition_triggers(std::vector<Lone>& lones, schema::Schema const& other,
                                bool is_added, std::vector<Change>& changes);

}  // namespace lockstep::diff
