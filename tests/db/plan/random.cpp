// Random schemas, changed at random, planned and run in both directions (see
// support/random_rounds.hpp). LOCKSTEP_RANDOM_SHRINK=0 leaves failures as they are.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include "schema/kind.hpp"
#include "support/random_proof.hpp"
#include "support/random_rounds.hpp"
#include "support/scratch.hpp"

using namespace lockstep::tests;

TEST_CASE("random schemas are taken to random others, and back") {
    constexpr std::uint64_t rounds_in_ci = 12;
    std::size_t statements = 0;
    std::size_t refused = 0;
    std::uint64_t failed = 0;
    bool const shrink = random_setting("LOCKSTEP_RANDOM_SHRINK", 1) != 0;
    auto const done = for_random_seeds(rounds_in_ci, [&](std::uint64_t seed) {
        auto const round = prove_seed(seed, shrink);
        statements += round.statements;
        refused += round.refused;
        failed += round.wrong.empty() ? 0 : 1;
        CHECK_MESSAGE(round.wrong.empty(),
                      fmt::format("LOCKSTEP_RANDOM_SEED={}\n{}", seed, round.wrong));
    });
    MESSAGE(fmt::format("{} rounds from seed {}: {} failed; {} statements, {} refused", done,
                        random_setting("LOCKSTEP_RANDOM_SEED", 1), failed, statements, refused));
    // The generator is to make schemas, not errors.
    CHECK_LT(refused, statements / 4);
}

TEST_CASE("random schemas have objects of all kinds, save those that a server may not have") {
    std::set<std::string_view> made{
        "extension",       // which there are is the machine's affair
        "subscription",    // belongs to the cluster, and is dropped outside of transactions
        "security label",  // wants a library that is loaded with the server
    };
    constexpr std::uint64_t schemas = 40;
    for (std::uint64_t seed = 1; seed <= schemas; ++seed) {
        std::mt19937_64 random(seed);
        made.merge(kinds_made(random_schema(random, shared_server().server_version())));
    }
    for (auto const* const kind : lockstep::schema::kinds()) {
        bool const is_made = made.contains(kind->name);
        CHECK_MESSAGE(is_made, fmt::format("no random schema has a {}", kind->name));
    }
}
