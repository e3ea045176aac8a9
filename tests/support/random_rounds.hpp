#pragma once

#include <cstdint>
#include <functional>

namespace lockstep::tests {

/// A number that the environment gives, as LOCKSTEP_RANDOM_SEED.
std::uint64_t random_setting(char const* name, std::uint64_t otherwise);

/// Calls `round` with one seed after the other, and returns how many there were.
/// LOCKSTEP_RANDOM_SEED names the first one, LOCKSTEP_RANDOM_ROUNDS how many,
/// LOCKSTEP_RANDOM_SECONDS for how long; `./dev fuzz` sets them.
std::uint64_t for_random_seeds(std::uint64_t rounds_in_ci,
                               std::function<void(std::uint64_t seed)> const& round);

}  // namespace lockstep::tests
