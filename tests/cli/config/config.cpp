#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support/json_schema.hpp"
#include "support/project.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("config tells each setting and where it stands, and hides passwords") {
    Project const project;
    project.write("schema_sync_config.json",
                  "{\n  \"database\": { \"url\": \"postgresql://app:s3cret@db/shop\" }\n}\n");
    auto const outcome = project.run({"config"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    CHECK(holds(outcome.out, "database.url"));
    CHECK(holds(outcome.out, "schema_sync_config.json:2:"));
    CHECK(holds(outcome.out, "postgresql://app@db/shop"));
    CHECK(!holds(outcome.out, "s3cret"));
    CHECK(!holds(outcome.out, " \n"));
}

TEST_CASE("config without a config shows the defaults on request") {
    Project const project;
    CHECK(holds(project.run({"config"}).out, "none was found; defaults hold"));
    auto const outcome = project.run({"config", "--all", "--format", "json"});
    auto const json = nlohmann::json::parse(outcome.out);
    CHECK(json["format"] == "lockstep/settings");
    CHECK(json["database"]["configured"] == false);
    CHECK(json["settings"].size() > 20);
    CHECK(schema_errors(published_schema("settings"), json).empty());
}

}  // namespace
}  // namespace lockstep::tests
