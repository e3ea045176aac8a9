#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace lockstep::relay {

/// What one look at the slot saw.
struct WalLook {
    std::chrono::duration<double> at{0};  // by any clock that does not jump
    std::int64_t retained = 0;            // bytes that the server keeps because of the slot
    std::optional<std::int64_t> left;     // bytes until the slot is in danger; none: no limit
};

/// How the WAL that a slot holds grows.
struct WalBudget {
    std::int64_t retained = 0;
    std::optional<std::int64_t> limit;  // at which the server lets go of the slot
    /// Bytes per second by which it grows, below 0 where it shrinks; none after a single look.
    std::optional<double> growth;
    /// Until the limit is reached; none where it never is.
    std::optional<std::chrono::seconds> time_left;
};

WalBudget wal_budget(std::optional<WalLook> const& before, WalLook const& now);

/// "the slot holds 12 GB; at 5.2 MB a second it reaches its limit of 16 GB in 13 minutes".
std::string described(WalBudget const& budget);

/// As PostgreSQL counts them: "512 bytes", "12 kB", "1.5 GB".
std::string size_text(std::int64_t bytes);
/// "40 seconds", "13 minutes", "5 hours", "12 days".
std::string time_text(std::chrono::seconds time);

}  // namespace lockstep::relay
