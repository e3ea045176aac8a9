// Rounds that fail are made as small as can be.
#include <algorithm>

#include "support/random_proof.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {

namespace {

/// Leaves out what can be: half of the list, then a quarter, … as long as it still fails.
template <typename T, typename Fails>
std::vector<T> shrunk(std::vector<T> list, Fails const& fails) {
    for (auto size = std::max<std::size_t>(list.size() / 2, 1);; size /= 2) {
        for (std::size_t at = 0; at < list.size();) {
            auto fewer = list;
            auto const first = fewer.begin() + static_cast<std::ptrdiff_t>(at);
            fewer.erase(first,
                        first + static_cast<std::ptrdiff_t>(std::min(size, list.size() - at)));
            if (fails(fewer)) {
                list = fewer;
            } else {
                at += size;
            }
        }
        if (size <= 1) {
            return list;
        }
    }
}

std::string first_line(std::string const& text) {
    return text.substr(0, text.find('\n'));
}

}  // namespace

RandomRound prove_seed(std::uint64_t seed, bool shrink) {
    std::mt19937_64 random(seed);
    bool const online = seed % 4 == 0;
    auto schema = random_schema(random, shared_server().server_version());
    auto mutations = random_mutations(schema, random);
    auto round = prove_random(schema, mutate(schema, mutations), online);
    if (round.wrong.empty() || !shrink) {
        return round;
    }
    auto const at_first = first_line(round.wrong);
    mutations = shrunk(mutations, [&](auto const& fewer) {
        return !prove_random(schema, mutate(schema, fewer), online).wrong.empty();
    });
    schema.things = shrunk(schema.things, [&](auto const& fewer) {
        RandomSchema const smaller{fewer, schema.server_version};
        return !prove_random(smaller, mutate(smaller, mutations), online).wrong.empty();
    });
    round.wrong = prove_random(schema, mutate(schema, mutations), online).wrong;
    for (auto const& mutation : mutations) {
        round.wrong = describe(schema, mutation) + "\n" + round.wrong;
    }
    round.wrong = (online ? "online, at first: " : "at first: ") + at_first + "\n" + round.wrong;
    return round;
}

}  // namespace lockstep::tests
