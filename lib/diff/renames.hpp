#pragma once

#include <vector>

#include "diff/change.hpp"
#include "diff/join.hpp"

namespace lockstep::diff {

struct Rename {
    Lone before;
    Lone after;
    /// Both names are such as PostgreSQL generates, so nobody chose either: no change.
    bool is_generated = false;
};

/// Finds what was renamed among what each side has alone, and takes it out of there. By hint, or by
/// definition: the same but for its name (and owner and comment), under the same parent; a column
/// also between the same neighbours. Or the same but for its namespace. Where several could be
/// meant, none is taken, and they are added to `ambiguous`. `renames` holds those that are known
/// already; found ones are appended.
void find_renames(Joined& joined, schema::Schema const& from, schema::Schema const& to,
                  DiffOptions const& options, std::vector<Rename>& renames,
                  std::vector<AmbiguousRename>& ambiguous);

}  // namespace lockstep::diff
