#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support/json_schema.hpp"
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
    CHECK(
        holds(outcome.out, "note  not tried       connection, server version, rights, wal_level"));
}

TEST_CASE("doctor looks for the hook where git does") {
    Project const project;
    auto const git = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"git", "-C", project.path()});
        CHECK(run_program("/usr/bin/env", arguments).exit_code == 0);
    };
    auto const doctor = [&] { return project.run({"doctor"}).out; };
    git({"init", "-q"});
    CHECK(holds(doctor(), "note  hook            there is no pre-commit hook"));
    git({"config", "core.hooksPath", "hooks"});
    project.write("hooks/pre-commit", "lockstep check --if-configured\n");
    CHECK(holds(doctor(), "ok    hook            hooks/pre-commit"));
    project.write("hooks/pre-commit", "make test\n");
    CHECK(holds(doctor(), "→ Add this line to hooks/pre-commit: lockstep check --if-configured"));
}

TEST_CASE("doctor tells a program the same") {
    Project const project;
    auto const outcome = project.run({"doctor", "--format", "json"});
    auto const json = nlohmann::json::parse(outcome.out);
    CHECK(json["format"] == "lockstep/doctor");
    CHECK(json["healthy"] == false);
    CHECK(json["checks"].size() > 5);
    CHECK(schema_errors(published_schema("doctor"), json).empty());
}

}  // namespace
}  // namespace lockstep::tests
