#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/random_schema.hpp"

namespace lockstep::tests {

struct RandomRound {
    std::string wrong;           // nothing when both plans were proved
    std::size_t statements = 0;  // that made the two schemas
    std::size_t refused = 0;     // of these, by the server
};

/// Makes both schemas, each in a database of its own, plans from either to the other, runs the
/// plans, and looks whether anything is left.
RandomRound prove_random(RandomSchema const& from, RandomSchema const& to, bool online);

/// The round of that seed; where it fails, with the fewest mutations and things that still do, as
/// SQL.
RandomRound prove_seed(std::uint64_t seed);

}  // namespace lockstep::tests
