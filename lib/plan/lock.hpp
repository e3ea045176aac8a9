#pragma once

#include <cstdint>
#include <string_view>

namespace lockstep::plan {

/// The modes of locks on relations, the weakest first (PostgreSQL's manual: Explicit Locking).
enum class LockMode : std::uint8_t {
    none,
    access_share,
    row_share,
    row_exclusive,
    share_update_exclusive,
    share,
    share_row_exclusive,
    exclusive,
    access_exclusive,
};

/// As LOCK TABLE has it: "ACCESS EXCLUSIVE".
std::string_view name(LockMode mode);
/// The mode that pg_locks calls so ("AccessExclusiveLock"); `none` for no such mode.
LockMode lock_mode(std::string_view mode_in_pg_locks);

/// SELECT waits for it.
inline bool blocks_reads(LockMode mode) {
    return mode == LockMode::access_exclusive;
}
/// INSERT, UPDATE and DELETE wait for it.
inline bool blocks_writes(LockMode mode) {
    return mode >= LockMode::share;
}

}  // namespace lockstep::plan
