#include "support/random_proof.hpp"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "diff/change.hpp"
#include "schema/fingerprint.hpp"
#include "support/plan_proof.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {

namespace {

void add_roles() {
    static TestDatabase const database(random_roles());
}

/// A database with the schema in it: all statements that the server takes.
struct Built {
    TestDatabase database;
    schema::Schema schema;
    std::vector<std::string> statements;
    std::size_t refused = 0;

    explicit Built(RandomSchema const& model) {
        for (auto& statement : statements_of(model)) {
            try {
                database.run(statement);
                statements.push_back(std::move(statement));
            } catch (pg::Error const&) {
                ++refused;
            }
        }
        read();
    }

    void read() {
        pg::Transaction const transaction(database.connection());
        schema = read_for_plan(database.connection());
    }
};

/// Takes the database of `from` to the schema `to`; what is wrong, or nothing.
std::string prove(Built& from, schema::Schema const& to, bool online) {
    auto const before = from.schema;
    auto const plan = plan::make_plan(before, to, {.online = online});
    auto const script = plan::to_script(plan, "plan");
    try {
        run_plan(from.database.connection(), plan);
    } catch (pg::Error const& error) {
        return fmt::format("{}\n  in {}\n{}", error.what(), error.statement(), script);
    }
    from.read();
    if (auto const left = what_is_left(from.schema, to); !left.empty()) {
        return fmt::format("does not arrive:{}\n{}", left, script);
    }
    if (has_other_order(from.schema, to)) {
        return {};
    }
    if (auto const again = plan::make_plan(from.schema, to); !again.empty()) {
        return fmt::format("plans again:\n{}\nafter\n{}", plan::to_script(again, "again"), script);
    }
    return {};
}

std::string only_in(std::vector<std::string> const& these, std::vector<std::string> const& others) {
    std::set<std::string> const known(others.begin(), others.end());
    std::string text;
    for (auto const& statement : these) {
        text += fmt::format("{}{};\n", statement, known.contains(statement) ? "" : "  -- <<<<");
    }
    return text;
}

}  // namespace

RandomRound prove_random(RandomSchema const& from, RandomSchema const& to, bool online) {
    add_roles();
    Built a(from);
    Built b(to);
    auto const schema = a.schema;
    RandomRound round{{},
                      a.statements.size() + b.statements.size() + a.refused + b.refused,
                      a.refused + b.refused};
    round.wrong = prove(a, b.schema, online);
    if (round.wrong.empty()) {
        round.wrong = prove(b, schema, online);
        round.wrong = round.wrong.empty() ? "" : "back: " + round.wrong;
    }
    if (!round.wrong.empty()) {
        round.wrong += fmt::format("\n-- from\n{}-- to\n{}", only_in(a.statements, b.statements),
                                   only_in(b.statements, a.statements));
    }
    return round;
}

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

}  // namespace

RandomRound prove_seed(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    bool const online = seed % 4 == 0;
    auto schema = random_schema(random, shared_server().server_version());
    auto mutations = random_mutations(schema, random);
    auto round = prove_random(schema, mutate(schema, mutations), online);
    if (round.wrong.empty()) {
        return round;
    }
    mutations = shrunk(mutations, [&](auto const& fewer) {
        return !prove_random(schema, mutate(schema, fewer), online).wrong.empty();
    });
    schema.things = shrunk(schema.things, [&](auto const& fewer) {
        RandomSchema const smaller{fewer, schema.server_version};
        return !prove_random(smaller, mutate(smaller, mutations), online).wrong.empty();
    });
    round.wrong = prove_random(schema, mutate(schema, mutations), online).wrong;
    for (auto const& mutation : mutations) {
        round.wrong = (online ? "online: " : "") + describe(schema, mutation) + "\n" + round.wrong;
    }
    return round;
}

}  // namespace lockstep::tests
