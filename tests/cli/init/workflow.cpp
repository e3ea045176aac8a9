// The steps of .github/workflows/schema-sync.yml and action.yml, run as a runner would run them:
// each script by `bash -e`, with the files that GitHub gives to a job.
#include <doctest/doctest.h>

#include <filesystem>

#include <yaml-cpp/yaml.h>

#include "support/project.hpp"
#include "support/scratch.hpp"
#include "support/support.hpp"

namespace lockstep::tests {
namespace {

namespace fs = std::filesystem;

constexpr auto orders = "CREATE TABLE orders (id bigint PRIMARY KEY);\n";

YAML::Node read_yaml(std::string const& file) {
    return YAML::LoadFile(repository_file(file));
}

/// A checkout on a runner on which lockstep is installed, and what a job leaves there.
class Runner {
public:
    Runner() {
        project.write("schema.sql", orders);
        project.write("schema_sync_config.json",
                      R"({ "local_schemas": { "definitions": [{ "source": "schema.sql" }] } })");
        fs::create_directories(project.path("bin"));
        fs::create_symlink(LOCKSTEP_BINARY, project.path("bin/lockstep"));
    }

    Outcome run_script(std::string const& script,
                       std::map<std::string, std::string> environment) const {
        environment.try_emplace("PATH", project.path("bin") + ":/usr/bin:/bin");
        environment.emplace("GITHUB_STEP_SUMMARY", project.path("summary.md"));
        environment.emplace("GITHUB_OUTPUT", project.path("output"));
        return run_program("/bin/bash", {"-e", "-o", "pipefail", "-c", script},
                           project.options(std::move(environment)));
    }
    /// The step of that name, of a list of steps.
    Outcome run_step(YAML::Node const& steps, std::string const& name,
                     std::map<std::string, std::string> environment) const {
        for (auto const& step : steps) {
            if (step["name"] && step["name"].as<std::string>() == name) {
                return run_script(step["run"].as<std::string>(), std::move(environment));
            }
        }
        FAIL("there is no step " << name);
        return {};
    }
    bool has(std::string const& file) const { return fs::exists(project.path(file)); }

    Project project;
};

YAML::Node steps_of(std::string const& job) {
    return read_yaml(".github/workflows/schema-sync.yml")["jobs"][job]["steps"];
}

TEST_CASE("the workflow runs on changes to schemas, every morning, and by hand") {
    auto const workflow = read_yaml(".github/workflows/schema-sync.yml");
    auto const on = workflow["on"];
    CHECK(on["workflow_dispatch"].IsDefined());
    CHECK(on["schedule"][0]["cron"].as<std::string>() == "0 9 * * *");
    CHECK(on["pull_request"]["paths"].size() > 0);
    CHECK(workflow["permissions"]["contents"].as<std::string>() == "read");
    CHECK(workflow["jobs"]["update"]["if"].as<std::string>() ==
          "github.ref == 'refs/heads/main' && github.event_name != 'pull_request'");
}

TEST_CASE("the workflow installs lockstep as it is told to, where there is a database to check") {
    Runner const runner;
    auto const steps = steps_of("check-schema-drift");
    auto const install = [&](std::string const& url, std::string const& command) {
        return runner.run_step(
            steps, "Install lockstep",
            {{"DATABASE_URL", url}, {"LOCKSTEP_INSTALL", command}, {"PATH", "/usr/bin:/bin"}});
    };
    CHECK(install("", "").exit_code == 0);
    CHECK(install("postgresql://", "touch installed").exit_code == 0);
    CHECK(runner.has("installed"));
    CHECK(install("postgresql://", "false").exit_code == 1);
    auto const missing = install("postgresql://", "");
    CHECK(missing.exit_code == 127);
    CHECK(missing.out ==
          "::error::lockstep is not on the PATH: let LOCKSTEP_INSTALL in this workflow install "
          "it.\n");
}

TEST_CASE("both jobs of the workflow install lockstep in the same way") {
    auto const script = [](std::string const& job) {
        return steps_of(job)[1]["run"].as<std::string>();
    };
    CHECK(script("check-schema-drift") == script("update"));
}

TEST_CASE("the drift check of the workflow fails on drift, and leaves reports and a summary") {
    Runner const runner;
    TestDatabase const drifted("CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
    auto const steps = steps_of("check-schema-drift");
    auto const check = runner.run_step(steps, "Check for drift", {{"DATABASE_URL", drifted.url()}});
    CHECK(check.exit_code == 1);
    CHECK(holds(check.out, "::"));
    CHECK(runner.has("drift-report.md"));
    CHECK(runner.has("drift-report.sarif"));
    CHECK(runner.run_step(steps, "Show the report", {}).exit_code == 0);
    CHECK(holds(runner.project.read("summary.md"), "note"));
}

TEST_CASE("the drift check of the workflow passes where all is in step, or nothing is configured") {
    for (bool const is_configured : {true, false}) {
        Runner const runner;
        TestDatabase const database(orders);
        auto const steps = steps_of("check-schema-drift");
        auto const url = is_configured ? database.url() : std::string();
        CHECK(runner.run_step(steps, "Check for drift", {{"DATABASE_URL", url}}).exit_code == 0);
        CHECK(runner.run_step(steps, "Show the report", {}).exit_code == 0);
        CHECK(runner.project.read("summary.md").size() > 0);
    }
}

/// A checkout with a remote of its own.
class RunnerWithGit : public Runner {
public:
    RunnerWithGit() {
        CHECK(run_script("git init -q --bare remote.git && git init -q -b main && "
                         "git remote add origin ./remote.git && echo remote.git > .gitignore && "
                         "echo bin >> .gitignore && echo output >> .gitignore && git add . && "
                         "git -c user.name=a -c user.email=a@example commit -qm first && "
                         "git push -q -u origin main",
                         {})
                  .exit_code == 0);
    }
    std::string pushed() const {
        return run_script("git -C remote.git log --format=%s main", {}).out;
    }
};

TEST_CASE("the workflow commits what update changed, in a way that starts no other run") {
    RunnerWithGit const runner;
    auto const steps = steps_of("update");
    runner.project.write("schema_version.py", "SCHEMA_VERSION = 1\n");
    CHECK(runner.run_step(steps, "Commit what changed", {}).exit_code == 0);
    CHECK(runner.pushed() == "Bring generated code in step with the database [skip ci]\nfirst\n");
}

TEST_CASE("the workflow commits nothing where update changed nothing") {
    RunnerWithGit const runner;
    auto const done = runner.run_step(steps_of("update"), "Commit what changed", {});
    CHECK(done.exit_code == 0);
    CHECK(done.out == "Nothing changed.\n");
    CHECK(runner.pushed() == "first\n");
}

TEST_CASE("the workflow updates nothing without a database, and says so") {
    Runner const runner;
    auto const done =
        runner.run_step(steps_of("update"), "Bring generated code and version files up to date",
                        {{"DATABASE_URL", ""}});
    CHECK(done.exit_code == 0);
    CHECK(done.out == "::notice::No database is configured: nothing was updated.\n");
}

std::map<std::string, std::string> inputs(std::string const& url) {
    return {{"DATABASE_URL", url},
            {"INPUT_AGAINST", ""},
            {"INPUT_FAIL_ON", ""},
            {"INPUT_LOCKSTEP", "lockstep"}};
}

TEST_CASE("the action tells whether there is drift, and fails as check does") {
    Runner const runner;
    auto const steps = read_yaml("action.yml")["runs"]["steps"];
    TestDatabase database(orders);
    auto const passed = runner.run_step(steps, "Check for drift", inputs(database.url()));
    CHECK(passed.exit_code == 0);
    CHECK(runner.project.read("output") == "drift=false\nreport=drift-report.md\n");
    fs::remove(runner.project.path("output"));
    database.run("ALTER TABLE orders ADD note text");
    auto const failed = runner.run_step(steps, "Check for drift", inputs(database.url()));
    CHECK(failed.exit_code == 1);
    CHECK(runner.project.read("output") == "drift=true\nreport=drift-report.md\n");
    CHECK(holds(runner.project.read("summary.md"), "note"));
}

TEST_CASE("the action takes what it is told for values, not for a program") {
    Runner const runner;
    auto const steps = read_yaml("action.yml")["runs"]["steps"];
    TestDatabase const database(orders);
    auto environment = inputs(database.url());
    environment["INPUT_AGAINST"] = "schema.sql; touch harm";
    CHECK(runner.run_step(steps, "Check for drift", environment).exit_code > 1);
    CHECK_FALSE(runner.has("harm"));
}

TEST_CASE("the action says what is missing where lockstep is not installed") {
    Runner const runner;
    auto const steps = read_yaml("action.yml")["runs"]["steps"];
    auto environment = inputs("");
    environment["INPUT_LOCKSTEP"] = "no-such-lockstep";
    auto const outcome = runner.run_step(steps, "Check for drift", environment);
    CHECK(outcome.exit_code == 127);
    CHECK(holds(outcome.out, "::error::no-such-lockstep is not on the PATH"));
}

}  // namespace
}  // namespace lockstep::tests
