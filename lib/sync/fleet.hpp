#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sync/apply_change.hpp"

namespace lockstep::sync {

/// What became of a change in one target of a fleet.
struct FleetResult {
    enum class What { applied, had_it, failed };
    TargetRow target;
    What what = What::failed;
    std::string error{};
};

/// Brings a recorded change to all of the targets, so many at once; each has it wholly or not. One
/// that fails keeps no other from it. `done` is called as each ends, by one thread at a time.
/// In the order of the targets.
std::vector<FleetResult> bring_to_all(ChangeApplier& applier, ChangeRow const& change,
                                      std::vector<TargetRow> targets, unsigned at_once,
                                      std::function<void(FleetResult const&)> const& done);

}  // namespace lockstep::sync
