// What is generated, read again by our own readers, is in step with the database.
#include <cstdlib>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "pg/error.hpp"
#include "support/kitchen_sink.hpp"
#include "support/project.hpp"
#include "support/random_schema.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

/// What is found where the generated Python is held against the database; empty: nothing.
std::string drift(Project const& project, std::string const& url) {
    auto const generated = project.run({"generate", "python/enums", "python/entities",
                                        "python/relationships", "--overwrite", "--db", url});
    auto const check =
        project.run({"check", "--db", url, "--against", "python:schemas", "--fail-on", "low"});
    return generated.exit_code != 0 ? generated.err
           : check.exit_code != 0   ? check.out + check.err
                                    : "";
}

TEST_CASE("generated Python of the kitchen sink is in step with it") {
    TestDatabase database;
    make_kitchen_sink(database.connection());
    Project const project;
    CHECK(drift(project, database.url()).empty());
    CHECK(project.run({"generate", "*", "--db", database.url()}).exit_code == 0);
    CHECK(project.run({"generate", "*", "--check", "--db", database.url()}).exit_code == 0);
}

TEST_CASE("generated Python of random schemas is in step with them") {
    TestDatabase roles(random_roles());
    constexpr std::uint64_t rounds = 8;
    auto const* const first = std::getenv("LOCKSTEP_RANDOM_SEED");
    std::uint64_t const start = first == nullptr ? 1 : std::stoull(first);
    for (auto seed = start; seed < start + rounds; ++seed) {
        std::mt19937_64 random(seed);
        TestDatabase database;
        for (auto const& statement :
             statements_of(random_schema(random, shared_server().server_version()))) {
            try {
                database.run(statement);
            } catch (pg::Error const&) {
                // It does not suit others; what needs it is left out as well.
            }
        }
        Project const project;
        auto const wrong = drift(project, database.url());
        CHECK_MESSAGE(wrong.empty(), fmt::format("LOCKSTEP_RANDOM_SEED={}\n{}", seed, wrong));
    }
}

}  // namespace
}  // namespace lockstep::tests
