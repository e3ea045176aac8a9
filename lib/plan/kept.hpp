#pragma once

#include <set>
#include <string>
#include <vector>

#include "diff/change.hpp"
#include "plan/plan.hpp"
#include "schema/schema.hpp"

namespace lockstep::plan {

/// A column whose values are the same before and after, whatever it is called.
struct KeptColumn {
    std::string before;
    std::string after;

    auto operator<=>(KeptColumn const&) const = default;
};

/// A table whose rows a plan promises to keep: each of them, with the values of these columns.
struct KeptTable {
    std::string before;  // packed names
    std::string after;
    bool with_below = false;  // it is partitioned, before or after: its partitions' rows, too
    std::vector<KeptColumn> columns;
};

/// What a plan between the two promises to keep. Not what one of its statements says it loses.
std::vector<KeptTable> kept(schema::Schema const& from, schema::Schema const& to,
                            diff::DiffOptions const& options, Plan const& plan);

}  // namespace lockstep::plan
