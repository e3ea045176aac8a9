#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("doctor finds a working set-up healthy") {
    TestDatabase const database;
    Project const project;
    auto const outcome = project.run({"doctor"}, {{"DATABASE_URL", database.url()}});
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.out, "ok    connection      as lockstep_scratch to "));
    CHECK(!holds(outcome.out, "bad "));
    CHECK(project.leftovers().empty());
}

TEST_CASE("doctor names what is wrong and how to mend it, and looks at the rest all the same") {
    Project const project;
    project.write("schema_sync_config.json", "{ \"database\": { \"url_env\": \"SHOP\" } }\n");
    auto const outcome = project.run({"doctor"});
    CHECK(outcome.exit_code == 1);
    CHECK(holds(outcome.out, "bad   database"));
    CHECK(holds(outcome.out, "SHOP"));
    CHECK(holds(outcome.out, "→ export DATABASE_URL="));
    CHECK(holds(outcome.out, "ok    scratch start"));
}

TEST_CASE("doctor tells a program the same") {
    Project const project;
    auto const outcome = project.run({"doctor", "--format", "json"});
    auto const json = nlohmann::json::parse(outcome.out);
    CHECK(json["format"] == "lockstep/doctor");
    CHECK(json["healthy"] == false);
    CHECK(json["checks"].size() > 5);
}

}  // namespace
}  // namespace lockstep::tests
