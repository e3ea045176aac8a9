#include "support/random_rounds.hpp"

#include <chrono>
#include <cstdlib>
#include <string>

namespace lockstep::tests {

std::uint64_t random_setting(char const* name, std::uint64_t otherwise) {
    auto const* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::stoull(text);
}

std::uint64_t for_random_seeds(std::uint64_t rounds_in_ci,
                               std::function<void(std::uint64_t seed)> const& round) {
    using Clock = std::chrono::steady_clock;
    auto const first = random_setting("LOCKSTEP_RANDOM_SEED", 1);
    auto const seconds = random_setting("LOCKSTEP_RANDOM_SECONDS", 0);
    auto const rounds =
        random_setting("LOCKSTEP_RANDOM_ROUNDS", seconds == 0 ? rounds_in_ci : UINT64_MAX);
    auto const end = Clock::now() + std::chrono::seconds(seconds);
    std::uint64_t done = 0;
    for (; done < rounds && (seconds == 0 || Clock::now() < end); ++done) {
        round(first + done);
    }
    return done;
}

}  // namespace lockstep::tests
