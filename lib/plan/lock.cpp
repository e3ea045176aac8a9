#include "plan/lock.hpp"

#include <algorithm>
#include <array>

namespace lockstep::plan {

namespace {

struct Mode {
    std::string_view name;
    std::string_view in_pg_locks;
};

constexpr auto modes = std::to_array<Mode>({
    {"", ""},
    {"ACCESS SHARE", "AccessShareLock"},
    {"ROW SHARE", "RowShareLock"},
    {"ROW EXCLUSIVE", "RowExclusiveLock"},
    {"SHARE UPDATE EXCLUSIVE", "ShareUpdateExclusiveLock"},
    {"SHARE", "ShareLock"},
    {"SHARE ROW EXCLUSIVE", "ShareRowExclusiveLock"},
    {"EXCLUSIVE", "ExclusiveLock"},
    {"ACCESS EXCLUSIVE", "AccessExclusiveLock"},
});

}  // namespace

std::string_view name(LockMode mode) {
    return modes.at(static_cast<std::size_t>(mode)).name;
}

LockMode lock_mode(std::string_view mode_in_pg_locks) {
    auto const* const at = std::find_if(modes.begin(), modes.end(), [&](Mode const& mode) {
        return mode.in_pg_locks == mode_in_pg_locks;
    });
    return at == modes.end() ? LockMode::none : static_cast<LockMode>(at - modes.begin());
}

}  // namespace lockstep::plan
