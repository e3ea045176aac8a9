#pragma once

#include <vector>

#include "diff/change.hpp"
#include "diff/join.hpp"
#include "diff/renames.hpp"

namespace lockstep::diff {

/// What became of every object of one schema in another: nothing is left out, as it is from the
/// changes that people are told of.
struct Matching {
    std::vector<Pair> both;  // objects that have a counterpart, the renamed ones among them
    std::vector<Rename> renames;
    std::vector<Lone> removed;
    std::vector<Lone> added;
    std::vector<AmbiguousRename> ambiguous;
};

Matching match(schema::Schema const& from, schema::Schema const& to, DiffOptions const& options);

}  // namespace lockstep::diff
