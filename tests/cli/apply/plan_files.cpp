// What plan files hold, and that apply heeds it.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

constexpr char const* start = "CREATE TABLE t (id int);\n";
constexpr char const* goal = "CREATE TABLE t (id int);\nCREATE INDEX by_id ON t (id);\n";

TEST_CASE("a plan is written into files by their endings") {
    Project const project;
    project.write("a.sql", start);
    project.write("b.sql", goal);
    auto const outcome = project.run({"diff", "a.sql", "b.sql", "--format", "sql", "-o", "plan.sql",
                                      "-o", "plan.json", "-o", "plan.txt"});
    CHECK_MESSAGE(outcome.exit_code == 1, outcome.err);
    CHECK(project.read("plan.sql") == outcome.out);
    CHECK(nlohmann::json::parse(project.read("plan.json"))["format"] == "lockstep/plan");
    CHECK(holds(project.read("plan.txt"), "CREATE INDEX by_id"));
    auto const other =
        project.run({"diff", "a.sql", "b.sql", "--format", "sql", "-o", "plan.html"});
    CHECK(other.exit_code == 2);
    CHECK(holds(other.err, "a plan is not written into plan.html"));
    auto const report = project.run({"diff", "a.sql", "b.sql", "-o", "plan.sql"});
    CHECK(report.exit_code == 2);
    CHECK(holds(report.err, "a file of SQL holds a plan, and none was asked for"));
}

TEST_CASE("what loses data is refused before a file of it is written") {
    Project const project;
    project.write("a.sql", start);
    project.write("b.sql", "\n");
    CHECK(project.run({"diff", "a.sql", "b.sql", "--plan", "-o", "plan.sql"}).exit_code == 6);
    CHECK(project.run({"apply", "plan.sql"}).exit_code == 4);
}

TEST_CASE("the script of an online plan waits only shortly for locks that keep others out") {
    Project const project;
    TestDatabase database(start);
    project.write("goal.sql", goal);
    auto const outcome =
        project.run({"diff", database.url(), "goal.sql", "--format", "sql", "-o", "plan.sql"});
    CHECK(holds(outcome.out, "SET lock_timeout = '2s';\n"));
    CHECK(holds(outcome.out, " outside a transaction\nSET lock_timeout = 0;\n"));
    CHECK(holds(outcome.out, ";\n\nSET lock_timeout = '2s';\n"));
    auto const applied = project.run({"apply", "plan.sql", "--db", database.url()});
    CHECK_MESSAGE(applied.exit_code == 0, applied.err);
    CHECK(!holds(applied.out, "lock_timeout"));
    auto const offline = project.run({"diff", "empty:", "goal.sql", "--format", "sql"});
    CHECK(!holds(offline.out, "lock_timeout"));
}

TEST_CASE("apply leaves out what the plan was made without") {
    Project const project;
    TestDatabase database(std::string(start) + "CREATE TABLE \"noise 1\" (id int);");
    project.write("goal.sql", goal);
    auto const made = project.run({"diff", database.url(), "goal.sql", "--format", "sql",
                                   "--ignore", "table:public.noise*", "-o", "plan.sql"});
    CHECK_MESSAGE(made.exit_code == 1, made.err);
    CHECK(holds(made.out, "-- lockstep: ignore table:public.noise*\n"));
    database.run("CREATE TABLE \"noise 2\" (id int)");
    auto const applied = project.run({"apply", "plan.sql", "--db", database.url()});
    CHECK_MESSAGE(applied.exit_code == 0, applied.err);
    CHECK(database.value("SELECT to_regclass('by_id')") == "by_id");
    auto const broken =
        project.run({"diff", database.url(), "goal.sql", "--format", "sql", "--allow", "data-loss",
                     "--ignore", "*:a\n-- lockstep: step 1"});
    CHECK(broken.exit_code == 2);
    CHECK(holds(broken.err, "a plan cannot hold this pattern"));
}

TEST_CASE("apply FROM TO plans online or not, as the options and then the config say") {
    Project const project;
    project.write("goal.sql", goal);
    auto const plan_of = [&](std::vector<std::string> words) {
        TestDatabase database(start);
        words.insert(words.begin(), {"apply", database.url(), "goal.sql", "--yes", "--dry-run"});
        return project.run(words).out;
    };
    CHECK(holds(plan_of({}), "CREATE INDEX CONCURRENTLY"));
    CHECK(!holds(plan_of({"--no-online"}), "CONCURRENTLY"));
    project.write("schema_sync_config.json", R"({"migrations": {"online": false}})");
    CHECK(!holds(plan_of({}), "CONCURRENTLY"));
    CHECK(holds(plan_of({"--online"}), "CREATE INDEX CONCURRENTLY"));
}

}  // namespace
}  // namespace lockstep::tests
