// What is generated, read again by our own readers, is in step with the database.
#include <cstdlib>

#include <doctest/doctest.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/text.hpp"
#include "pg/error.hpp"
#include "support/kitchen_sink.hpp"
#include "support/project.hpp"
#include "support/random_schema.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

/// What is generated into the folder `code`, and how our own readers name it.
struct Generated {
    std::vector<std::string> templates;
    std::string extension;
    std::string source;
};
Generated const python{
    {"python/enums", "python/entities", "python/relationships"}, ".py", "python:code"};
Generated const types{{"typescript/types"}, ".ts", "typescript:code"};
std::vector<Generated> const all_generated{
    python,
    {{"python/enums", "python/pydantic"}, ".py", "python:code"},
    types,
    {{"typescript/constants", "typescript/types"}, ".ts", "typescript:code"},
    {{"typescript/constants", "drizzle/postgresql"}, ".ts", "typescript:code"},
    {{"typescript/constants", "drizzle/sqlite"}, ".ts", "typescript:code"},
    {{"typeorm/entities"}, ".ts", "typescript:code"},
    {{"sqlite/schema"}, ".sql", "sqlite:code/sqlite_schema.sql"},
};

/// What is found where it is held against the database; empty: nothing.
std::string drift(std::string const& url, Generated const& generated) {
    Project const project;
    nlohmann::json targets;
    for (auto const& name : generated.templates) {
        auto const file = "code/" + replace_all(name, "/", "_") + generated.extension;
        targets.push_back({{"template", name}, {"output", file}});
    }
    project.write("schema_sync_config.json",
                  nlohmann::json{{"code_generation", {{"targets", targets}}}}.dump());
    auto const outcome = project.run({"generate", "--db", url});
    auto const check = project.run({"check", "--db", url, "--against", generated.source});
    // What is told of the definitions themselves, of values that are odd, is no drift.
    bool const is_in_step = outcome.exit_code == 0 && check.exit_code == 0;
    return is_in_step ? "" : outcome.err + check.out + check.err;
}

TEST_CASE("all that is generated of an application is in step with its database") {
    TestDatabase const database(read_text_file(std::filesystem::path(LOCKSTEP_SOURCE_DIR) /
                                               "tests/languages/application.sql"));
    for (auto const& generated : all_generated) {
        auto const wrong = drift(database.url(), generated);
        CHECK_MESSAGE(wrong.empty(), generated.templates.back(), wrong);
    }
}

TEST_CASE("generated Python and types of the kitchen sink are in step with it") {
    TestDatabase database;
    make_kitchen_sink(database.connection());
    CHECK_EQ(drift(database.url(), python), "");
    CHECK_EQ(drift(database.url(), types), "");
    Project const project;
    CHECK(project.run({"generate", "*", "--db", database.url()}).exit_code == 0);
    CHECK(project.run({"generate", "*", "--check", "--db", database.url()}).exit_code == 0);
}

TEST_CASE("generated Python and types of random schemas are in step with them") {
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
        for (auto const& generated : {python, types}) {
            auto const wrong = drift(database.url(), generated);
            CHECK_MESSAGE(wrong.empty(), fmt::format("LOCKSTEP_RANDOM_SEED={}\n{}", seed, wrong));
        }
    }
}

}  // namespace
}  // namespace lockstep::tests
