// What is generated, read again by our own readers, is in step with the database.
#include <doctest/doctest.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/text.hpp"
#include "pg/error.hpp"
#include "support/kitchen_sink.hpp"
#include "support/project.hpp"
#include "support/random_rounds.hpp"
#include "support/random_schema.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

/// What is generated into the folder `code`, how our own readers name it, and whether a table of
/// the database can be in it: files that have none do not say in which terms they speak.
struct Generated {
    std::vector<std::string> templates;
    std::string extension;
    std::string source;
    std::string condition = "true";
};
constexpr auto has_columns =
    "EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND attnum > 0)";
constexpr auto has_key =
    "EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND contype = 'p')";
std::vector<Generated> const all_generated{
    {{"python/enums", "python/entities", "python/relationships"}, ".py", "python:code"},
    {{"python/enums", "python/pydantic"}, ".py", "python:code"},
    {{"typescript/types"}, ".ts", "typescript:code"},
    {{"typescript/constants", "typescript/types"}, ".ts", "typescript:code"},
    {{"typescript/constants", "drizzle/postgresql"}, ".ts", "typescript:code"},
    {{"typescript/constants", "drizzle/sqlite"}, ".ts", "typescript:code", has_columns},
    {{"typeorm/entities"}, ".ts", "typescript:code", has_key},
    {{"sqlite/schema"}, ".sql", "sqlite:code/sqlite_schema.sql"},
};

bool has_table(TestDatabase& database, std::string const& condition) {
    return database.value(
               "SELECT EXISTS (SELECT FROM pg_class c WHERE relkind IN ('r', 'p', 'f') AND NOT "
               "relispartition AND relnamespace NOT IN ('pg_catalog'::regnamespace, "
               "'information_schema'::regnamespace) AND " +
               condition + ")") == "t";
}

/// What is found where it is held against the schema; empty: nothing.
std::string drift(std::string const& snapshot, Generated const& generated) {
    Project const project;
    project.write("schema.json", snapshot);
    nlohmann::json targets;
    for (auto const& name : generated.templates) {
        auto const file = "code/" + replace_all(name, "/", "_") + generated.extension;
        targets.push_back({{"template", name}, {"output", file}});
    }
    project.write("schema_sync_config.json",
                  nlohmann::json{{"code_generation", {{"targets", targets}}}}.dump());
    auto const outcome = project.run({"generate", "--db", "schema.json"});
    auto const check = project.run({"check", "--db", "schema.json", "--against", generated.source});
    // What is told of the definitions themselves, of values that are odd, is no drift.
    bool const is_in_step = outcome.exit_code == 0 && check.exit_code == 0;
    return is_in_step ? "" : outcome.err + check.out + check.err;
}

void check_all(TestDatabase& database, std::string const& which) {
    auto const snapshot = run_lockstep({"inspect", database.url(), "--format", "json"});
    REQUIRE_MESSAGE(snapshot.exit_code == 0, snapshot.err);
    for (auto const& generated : all_generated) {
        if (has_table(database, generated.condition)) {
            auto const wrong = drift(snapshot.out, generated);
            CHECK_MESSAGE(wrong.empty(), which, ": ", generated.templates.back(), "\n", wrong);
        }
    }
}

TEST_CASE("all that is generated of an application is in step with its database") {
    TestDatabase database(read_text_file(std::filesystem::path(LOCKSTEP_SOURCE_DIR) /
                                         "tests/languages/application.sql"));
    check_all(database, "application.sql");
}

TEST_CASE("all that is generated of the kitchen sink is in step with it") {
    TestDatabase database;
    make_kitchen_sink(database.connection());
    check_all(database, "kitchen sink");
    Project const project;
    CHECK(project.run({"generate", "*", "--db", database.url()}).exit_code == 0);
    CHECK(project.run({"generate", "*", "--check", "--db", database.url()}).exit_code == 0);
}

/// Names that look like others when they are put together, or like the end of what they stand in.
constexpr auto odd_names = R"sql(
CREATE SCHEMA "a.b";
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('good', 'bad');
CREATE TYPE "a.b"."c.e" AS ENUM ('x', 'y');
CREATE TYPE app.money AS (amount numeric, currency text);
CREATE DOMAIN app.short AS varchar(8);
CREATE DOMAIN app.flags AS bit(8)[];
CREATE DOMAIN public."x.y" AS text;
CREATE TABLE "a.b"."c.d" (id int PRIMARY KEY, mood app.mood, "e.f" "a.b"."c.e"[]);
CREATE TABLE public."a.b.c" (id int PRIMARY KEY REFERENCES "a.b"."c.d", UNIQUE (id));
CREATE TABLE app.prices (a int, b bit(8), price app.money, n name, o oid[], s app.short,
  f app.flags, xy "x.y", c "char", r regclass, m app.mood[], PRIMARY KEY (a, b), UNIQUE (n, s));
CREATE TABLE app.refers (x int, y bit(8), FOREIGN KEY (x, y) REFERENCES app.prices);
CREATE UNIQUE INDEX ON app.refers (x DESC);
CREATE TABLE app.nothing ();
CREATE TABLE "new
import os" (id int PRIMARY KEY, "a b" text);
COMMENT ON TABLE "new
import os" IS E'a\r\nb';
)sql";

TEST_CASE("all that is generated of odd names is in step with them") {
    TestDatabase database(odd_names);
    check_all(database, "odd names");
}

TEST_CASE("all that is generated of random schemas is in step with them") {
    TestDatabase const roles(random_roles());
    constexpr std::uint64_t rounds_in_ci = 10;
    auto const done = for_random_seeds(rounds_in_ci, [](std::uint64_t seed) {
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
        check_all(database, fmt::format("LOCKSTEP_RANDOM_SEED={}", seed));
    });
    MESSAGE(fmt::format("{} random schemas read back", done));
}

}  // namespace
}  // namespace lockstep::tests
