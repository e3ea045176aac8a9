#include <doctest/doctest.h>

#include <filesystem>

#include "support/project.hpp"

namespace lockstep::tests {
namespace {

namespace fs = std::filesystem;

TEST_CASE("init writes a config that names what it found, and for git the hook and the workflow") {
    Project const project;
    fs::create_directories(project.path(".git/hooks"));
    project.write("schema/a.sql", "CREATE TABLE a (id bigint);\n");
    auto const outcome = project.run({"init"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    CHECK(outcome.out.starts_with("written  schema_sync_config.json"));
    CHECK(holds(project.read("schema_sync_config.json"), "{ \"source\": \"schema/\" }"));
    CHECK(project.read(".git/hooks/pre-commit").starts_with("#!/bin/sh\n"));
    CHECK((fs::status(project.path(".git/hooks/pre-commit")).permissions() &
           fs::perms::owner_exec) != fs::perms::none);
    CHECK(holds(project.read(".github/workflows/schema-sync.yml"), "lockstep check"));
    CHECK(project.run({"config"}).exit_code == 0);
    CHECK(project.run({"check", "--if-configured"}).exit_code == 0);
}

TEST_CASE("init a second time changes nothing") {
    Project const project;
    CHECK(project.run({"init"}).exit_code == 0);
    auto const outcome = project.run({"init"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.starts_with("unchanged  schema_sync_config.json"));
}

TEST_CASE("init keeps what exists unless told otherwise") {
    Project const project;
    project.write("schema_sync_config.json", "{}\n");
    auto const kept = project.run({"init"});
    CHECK(kept.exit_code == 0);
    CHECK(kept.out.starts_with("kept  schema_sync_config.json"));
    CHECK(holds(kept.err, "files that exist and differ were kept; --yes replaces them"));
    CHECK(project.read("schema_sync_config.json") == "{}\n");
    CHECK(project.run({"init", "--yes"}).out.starts_with("replaced  schema_sync_config.json"));
    CHECK(project.read("schema_sync_config.json") != "{}\n");
}

TEST_CASE("init --dry-run shows what it would write, and writes nothing") {
    Project const project;
    fs::create_directories(project.path(".git/hooks"));
    auto const outcome = project.run({"init", "--dry-run"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.starts_with("will be written  schema_sync_config.json"));
    CHECK(holds(outcome.out, "name: schema sync\n"));
    CHECK(holds(outcome.out, "lockstep check --if-configured\n"));
    CHECK(!fs::exists(project.path("schema_sync_config.json")));
    CHECK(!fs::exists(project.path(".git/hooks/pre-commit")));
}

TEST_CASE("init --remove undoes init, with the folders that it made") {
    Project const project;
    fs::create_directories(project.path(".git/hooks"));
    CHECK(project.run({"init"}).exit_code == 0);
    auto const outcome = project.run({"init", "--remove"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.starts_with("removed  schema_sync_config.json"));
    CHECK(!fs::exists(project.path("schema_sync_config.json")));
    CHECK(!fs::exists(project.path(".git/hooks/pre-commit")));
    CHECK(!fs::exists(project.path(".github")));
    CHECK(fs::exists(project.path(".git/hooks")));
    CHECK(holds(project.run({"init", "--remove"}).out, "not there  schema_sync_config.json"));
}

TEST_CASE("init --remove keeps what was changed since") {
    Project const project;
    fs::create_directories(project.path(".git/hooks"));
    CHECK(project.run({"init"}).exit_code == 0);
    project.write(".git/hooks/pre-commit", "#!/bin/sh\nmake test\n");
    project.write(".github/workflows/mine.yml", "name: mine\n");
    auto const outcome = project.run({"init", "--remove"});
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.out, "kept     .git/hooks/pre-commit"));
    CHECK(holds(outcome.err, "files that are not as init would write them were kept"));
    CHECK(project.read(".git/hooks/pre-commit") == "#!/bin/sh\nmake test\n");
    CHECK(fs::exists(project.path(".github/workflows/mine.yml")));
    CHECK(!fs::exists(project.path(".github/workflows/schema-sync.yml")));
}

TEST_CASE("a config in YAML is this repository's config, and --yes does not replace it") {
    Project const project;
    project.write("schema_sync_config.yaml", "version: \"1.0.0\"\n");
    CHECK(project.run({"init", "--yes"}).out.starts_with("kept  schema_sync_config.yaml"));
    CHECK(!fs::exists(project.path("schema_sync_config.json")));
}

}  // namespace
}  // namespace lockstep::tests
