// The pre-commit hook as git runs it.
#include <doctest/doctest.h>

#include <filesystem>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

namespace fs = std::filesystem;

constexpr auto orders = "CREATE TABLE orders (id bigint PRIMARY KEY);\n";

/// A git repository with the hook of hooks/, whose database is named by a variable.
class Repository {
public:
    Repository() {
        project.write("schema.sql", orders);
        project.write("schema_sync_config.json",
                      "{\n  \"database\": { \"url_env\": \"SHOP\" },\n"
                      "  \"local_schemas\": { \"definitions\": [{ \"source\": \"schema.sql\" }] }\n"
                      "}\n");
        git({"init", "-q", "-b", "main"});
        fs::create_directories(project.path(".git/hooks"));
        fs::copy_file(LOCKSTEP_SOURCE_DIR "/hooks/pre-commit-schema-check.sh",
                      project.path(".git/hooks/pre-commit"), fs::copy_options::overwrite_existing);
        fs::create_directories(project.path("bin"));
        fs::create_symlink(LOCKSTEP_BINARY, project.path("bin/lockstep"));
    }
    Outcome git(std::vector<std::string> arguments,
                std::map<std::string, std::string> environment = {}) const {
        arguments.insert(arguments.begin(),
                         {"git", "-c", "user.name=a", "-c", "user.email=a@example"});
        environment.try_emplace("PATH", project.path("bin") + ":/usr/bin:/bin");
        return run_program("/usr/bin/env", arguments, project.options(std::move(environment)));
    }
    /// Commits all there is, with the hook.
    Outcome commit(std::map<std::string, std::string> environment) const {
        CHECK(git({"add", "schema.sql", "schema_sync_config.json"}).exit_code == 0);
        return git({"commit", "-q", "--allow-empty", "-m", "change"}, std::move(environment));
    }
    std::string commits() const { return git({"rev-list", "--count", "--all"}).out; }

    Project project;
};

TEST_CASE("a commit passes in silence when the database is in step, and is stopped on drift") {
    Repository const repository;
    TestDatabase database(orders);
    for (int run = 0; run < 2; ++run) {
        auto const passed = repository.commit({{"SHOP", database.url()}});
        CHECK(passed.exit_code == 0);
        CHECK(passed.out == "");
        CHECK(passed.err == "");
    }
    CHECK(repository.commits() == "2\n");

    database.run("ALTER TABLE orders ADD note text");
    auto const stopped = repository.commit({{"SHOP", database.url()}});
    CHECK(stopped.exit_code == 1);
    // git sends a hook's output to stderr.
    CHECK(holds(stopped.err + stopped.out, "column note is not in the definitions"));
    CHECK(holds(stopped.err,
                "schema check: the database and its definitions differ; the commit was "
                "stopped.\n"));
    CHECK(holds(stopped.err, "git commit --no-verify"));
    CHECK(repository.commits() == "2\n");

    CHECK(repository
              .git({"commit", "-q", "--allow-empty", "-m", "anyway", "--no-verify"},
                   {{"SHOP", database.url()}})
              .exit_code == 0);
    CHECK(repository.commits() == "3\n");

    repository.project.write("schema.sql",
                             "CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n");
    CHECK(repository.commit({{"SHOP", database.url()}}).exit_code == 0);
    CHECK(repository.commits() == "4\n");
    CHECK(repository.project.leftovers().empty());
}

TEST_CASE("drift that was accepted lets a commit pass in silence") {
    Repository const repository;
    TestDatabase const database("CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
    std::map<std::string, std::string> const environment{{"SHOP", database.url()}};
    CHECK(repository.project.run({"check", "--accept", "known"}, environment).exit_code == 0);
    auto const passed = repository.commit(environment);
    CHECK(passed.exit_code == 0);
    CHECK(passed.out == "");
    CHECK(passed.err == "");
}

TEST_CASE("without a database, or without the tool, a commit passes and one line says why") {
    Repository const repository;
    auto const no_database = repository.commit({});
    CHECK(no_database.exit_code == 0);
    CHECK(no_database.err.starts_with("lockstep: nothing checked: "));
    CHECK(holds(no_database.err, "SHOP"));
    auto const no_tool = repository.commit({{"PATH", "/usr/bin:/bin"}});
    CHECK(no_tool.exit_code == 0);
    CHECK(no_tool.err == "schema check: lockstep is not installed; the schema was not checked\n");
    CHECK(repository.commits() == "2\n");
}

TEST_CASE("a database that cannot be reached stops the commit with the code and the way out") {
    Repository const repository;
    auto const stopped = repository.commit({{"SHOP", "postgresql://127.0.0.1:1/shop"}});
    CHECK(stopped.exit_code != 0);
    CHECK(holds(stopped.err, "schema check: lockstep could not check the schema (exit code 3)"));
    CHECK(repository.commits() == "0\n");
}

}  // namespace
}  // namespace lockstep::tests
