#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/random_schema.hpp"

namespace lockstep::tests {

struct RandomRound {
    std::string wrong;           // nothing when both plans were proved
    std::size_t statements = 0;  // that made the two schemas
    std::size_t refused = 0;     // of these, by the server
};

/// Makes both schemas, plans from either to the other, runs the plans one after the other, and
/// looks whether anything is left. Online, each step is committed; else all of it is rolled back.
RandomRound prove_random(RandomSchema const& from, RandomSchema const& to, bool online);

/// The names of the kinds of all objects that the server has of the schema.
std::set<std::string_view> kinds_made(RandomSchema const& model);

/// The round of that seed, each fourth one online. Where it fails, `shrink` gives the fewest
/// mutations and things that still do, as SQL.
RandomRound prove_seed(std::uint64_t seed, bool shrink = true);

}  // namespace lockstep::tests
