#pragma once

#include <span>
#include <string_view>

namespace lockstep::sync {

/// The places between any two steps of a change, in their order. In a build with LOCKSTEP_FAULTS,
/// for tests, the process can be made to stop or die at one of them; elsewhere they cost nothing.
enum class Fault {
    after_reading,
    after_lock,
    after_target_begins,
    after_statements,
    after_note,
    after_control_finishes,
    after_prepare,
    after_target_commits,
    after_control_commits,
};

struct FaultName {
    Fault fault;
    std::string_view name;     // "after-lock"
    std::string_view meaning;  // what has been done by then
};
std::span<FaultName const> faults();

#ifdef LOCKSTEP_FAULTS
inline constexpr bool has_faults = true;
void pass(Fault fault);
#else
inline constexpr bool has_faults = false;
inline void pass(Fault) {}
#endif

/// From now on the process ends ("after-lock:kill") or stops ("after-lock:stop") as it passes that
/// point, once. Throws Error(bad_input) where there is no such point, or none at all.
void arm_fault(std::string_view which);

}  // namespace lockstep::sync
