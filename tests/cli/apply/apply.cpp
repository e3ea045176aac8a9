// lockstep apply against real servers.
#include <doctest/doctest.h>

#include <csignal>
#include <thread>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "support/json_schema.hpp"
#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

constexpr char const* old_schema =
    "CREATE TYPE mood AS ENUM ('fine');\nCREATE TABLE t (id int, m mood);\n";
/// In two steps: a new value of an enum can be used only when it is committed.
constexpr char const* new_schema =
    "CREATE TYPE mood AS ENUM ('fine', 'splendid');\n"
    "CREATE TABLE t (id int CONSTRAINT positive CHECK (id > 0), m mood DEFAULT 'splendid');\n";

/// A database at the old schema, and the plan to the new one in a file.
struct Site {
    Project project;
    TestDatabase database{old_schema};

    explicit Site(char const* goal = new_schema) {
        project.write("new.sql", goal);
        auto const outcome = project.run({"diff", database.url(), "new.sql", "--format", "sql",
                                          "--no-online", "--allow", "data-loss"});
        REQUIRE_MESSAGE(outcome.exit_code == 1, outcome.err);
        project.write("plan.sql", outcome.out);
    }

    Outcome apply(std::vector<std::string> const& more = {}) const {
        std::vector<std::string> words{"apply", "plan.sql", "--db", database.url()};
        words.insert(words.end(), more.begin(), more.end());
        return project.run(words);
    }

    bool has_arrived() const {
        return project.run({"diff", database.url(), "new.sql"}).exit_code == 0;
    }
    bool has_journal() { return database.value("SELECT to_regnamespace('lockstep')") != "(null)"; }
};

TEST_CASE("a plan is applied, and has nothing to do then") {
    Site site;
    auto const outcome = site.apply();
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.out, "Step 1 of 2, in a transaction: done\n"));
    CHECK(holds(outcome.out, "All done.\n"));
    CHECK(site.has_arrived());
    CHECK(!site.has_journal());
    auto const again = site.apply();
    CHECK(again.exit_code == 0);
    CHECK(holds(again.out, "Nothing to do.\n"));
    CHECK(site.project.leftovers().empty());
}

TEST_CASE("a dry run checks everything and runs nothing") {
    Site site;
    auto const outcome = site.apply({"--dry-run"});
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.out, "Step 1 of 2, in a transaction: would be run\n"));
    CHECK(!site.has_arrived());
    CHECK(!site.has_journal());
}

TEST_CASE("the result for programs follows its schema") {
    Site site;
    auto const outcome = site.apply({"--format", "json"});
    auto const json = nlohmann::json::parse(outcome.out);
    CHECK(schema_errors(published_schema("apply"), json).empty());
    CHECK(json["status"] == "done");
    CHECK(json["steps"][1]["state"] == "done");
    CHECK(json["stop"].is_null());
}

TEST_CASE("a server whose schema is not the plan's start is left alone: exit code 5") {
    Site site;
    site.database.run("CREATE TABLE surprise ()");
    auto const outcome = site.apply();
    CHECK(outcome.exit_code == 5);
    CHECK(holds(outcome.err, "is not the one that the plan was made for"));
    CHECK(!site.has_arrived());
}

TEST_CASE("while somebody else applies a plan, nobody does: exit code 5, and it is said who") {
    Site site;
    pg::Connection other(site.database.url(), {.application_name = "the other one"});
    other.execute(sql("SELECT pg_advisory_lock('x6c6f636b73746570'::bit(64)::bigint)"));
    auto const outcome = site.apply();
    CHECK(outcome.exit_code == 5);
    CHECK(holds(outcome.err, "is being changed by another run: the other one of "));
}

TEST_CASE("a long transaction in the way makes the plan wait and try again, not others") {
    Site site;
    pg::Connection other(site.database.url(), {.application_name = "a long report"});
    other.execute(sql("BEGIN; LOCK TABLE t IN ACCESS SHARE MODE"));
    std::thread ending([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(2500));
        other.execute(sql("COMMIT"));
    });
    auto const outcome = site.apply({"--lock-timeout", "900"});
    ending.join();
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(holds(outcome.err, "was rolled back: waited for a long report of "));
    CHECK(holds(outcome.err, "; tried again in 0.5 s\n"));
    CHECK(site.has_arrived());
}

TEST_CASE("how long to wait for a lock is a matter of the configuration, too") {
    Site site;
    site.project.write("schema_sync_config.json", R"({"migrations": {"lock_timeout": "10min"}})");
    pg::Connection other(site.database.url());
    other.execute(sql("BEGIN; LOCK TABLE t IN ACCESS SHARE MODE"));
    std::thread ending([&] {  // after more than the standard two seconds
        std::this_thread::sleep_for(std::chrono::milliseconds(2500));
        other.execute(sql("COMMIT"));
    });
    auto const outcome = site.apply({"--lock-retries", "0"});
    ending.join();
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(site.has_arrived());
}

TEST_CASE("how long a statement may run is a matter of the configuration") {
    Site site;
    site.project.write("schema_sync_config.json",
                       R"({"migrations": {"statement_timeout": "5ms"}})");
    site.database.run("INSERT INTO t (id) SELECT generate_series(1, 300000)");
    auto const outcome = site.apply();
    CHECK(outcome.exit_code == 7);
    CHECK(holds(outcome.err, "canceling statement due to statement timeout"));
}

TEST_CASE("a lock that is never to be had ends the run: exit code 5, and what was done is said") {
    Site site;
    pg::Connection other(site.database.url());
    other.execute(sql("BEGIN; LOCK TABLE t IN ACCESS SHARE MODE"));
    auto const outcome = site.apply({"--lock-timeout", "50", "--lock-retries", "1"});
    CHECK(outcome.exit_code == 5);
    CHECK(holds(outcome.err, "step 2 of 2 stopped: canceling statement due to lock timeout"));
    CHECK(holds(outcome.err, "Done: step 1. Not done: step 2. Step 2 was rolled back."));
    other.execute(sql("COMMIT"));
    CHECK(site.apply().exit_code == 0);
    CHECK(site.has_arrived());
}

TEST_CASE("after a failure the same plan goes on from the step that failed, and no other may") {
    Site site;
    site.database.run("INSERT INTO t VALUES (-1)");
    auto const failed = site.apply();
    CHECK(failed.exit_code == 7);
    CHECK(holds(failed.err,
                "step 2 of 2 stopped: check constraint \"positive\" of relation \"t\" is violated "
                "by some row"));
    CHECK(holds(failed.err, "Done: step 1. Not done: step 2. Step 2 was rolled back."));
    CHECK(holds(failed.out, "Step 2 of 2, in a transaction: not done\n"));
    CHECK(site.has_journal());
    // What we keep there is no part of the schema.
    CHECK(!holds(site.project.run({"inspect", site.database.url()}).out, "plan_journal"));

    site.project.write("other.sql", "CREATE TABLE another (id int);\n");
    auto const other = site.project.run(
        {"apply", site.database.url(), "other.sql", "--yes", "--allow", "data-loss"});
    CHECK(other.exit_code == 5);
    CHECK(holds(other.err, "another plan was begun"));

    site.database.run("DELETE FROM t");
    auto const outcome = site.apply();
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.err, "The plan goes on from step 2"));
    CHECK(holds(outcome.out, "Step 1 of 2, in a transaction: done before\n"));
    CHECK(site.has_arrived());
    CHECK(!site.has_journal());
}

/// Sends SIGINT to the process whose id is in the file, when a statement waits for a lock.
void interrupt_when_it_waits(Site& site) {
    auto const waits =
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM "
        "pg_database WHERE datname = current_database())";
    for (int i = 0; i < 1200 && site.database.value(waits) == "0"; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    REQUIRE(kill(std::stoi(site.project.read("pid")), SIGINT) == 0);
}

TEST_CASE("Ctrl-C rolls the running step back: exit code 130") {
    Site site;
    pg::Connection other(site.database.url());
    other.execute(sql("BEGIN; LOCK TABLE t IN ACCESS SHARE MODE"));
    Outcome outcome;
    std::thread running([&] {
        outcome = run_program("/bin/sh",
                              {"-c", "echo $$ > pid; exec \"$0\" \"$@\"", LOCKSTEP_BINARY, "apply",
                               "plan.sql", "--db", site.database.url(), "--lock-timeout", "600000"},
                              site.project.options());
    });
    interrupt_when_it_waits(site);
    running.join();
    CHECK(outcome.exit_code == 130);
    CHECK(holds(outcome.err, "Done: step 1. Not done: step 2. Step 2 was rolled back."));
    other.execute(sql("COMMIT"));
    CHECK(site.apply().exit_code == 0);
    CHECK(site.has_arrived());
}

TEST_CASE("an edited plan is refused, unless that is meant: exit code 6") {
    Site site;
    auto const text = site.project.read("plan.sql");
    site.project.write("plan.sql", replace_all(text, "id > 0", "id > 1"));
    auto const outcome = site.apply();
    CHECK(outcome.exit_code == 6);
    CHECK(holds(outcome.err, "plan.sql was changed after it was made"));
    CHECK(site.apply({"--unproved"}).exit_code == 0);
}

TEST_CASE("a plan that was not proved is refused, unless that is meant") {
    Site site;
    auto const text = site.project.run(
        {"diff", site.database.url(), "new.sql", "--format", "sql", "--no-verify"});
    site.project.write("plan.sql", text.out);
    CHECK(holds(text.out, "-- lockstep: proof not proved: --no-verify was given\n"));
    auto const outcome = site.apply();
    CHECK(outcome.exit_code == 6);
    CHECK(holds(outcome.err, "plan.sql is not proved"));
    CHECK(site.apply({"--unproved"}).exit_code == 0);
}

TEST_CASE("FROM and TO are planned, proved, asked about and applied; the revert leads back") {
    Site site;
    auto const asked = site.project.run({"apply", site.database.url(), "new.sql"});
    CHECK(asked.exit_code == 6);
    CHECK(holds(asked.err, "nothing was run: nobody said yes"));
    site.project.write("old.sql", old_schema);
    CHECK(site.project
              .run({"diff", site.database.url(), "new.sql", "--format", "sql", "--revert",
                    "back.sql"})
              .exit_code == 1);
    auto const outcome = site.project.run({"apply", site.database.url(), "new.sql", "--yes"});
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(site.has_arrived());
    auto const back = site.project.run({"apply", "back.sql", "--db", site.database.url()});
    CHECK_MESSAGE(back.exit_code == 0, back.err);
    CHECK(site.project.run({"diff", site.database.url(), "old.sql"}).exit_code == 0);
}

TEST_CASE("an index whose build failed is not left behind") {
    Site site;
    site.database.run("INSERT INTO t VALUES (1, 'fine'), (1, 'fine')");
    site.project.write("unique.sql",
                       std::string(old_schema) + "CREATE UNIQUE INDEX once ON t (id);\n");
    auto const apply = [&] {
        return site.project.run({"apply", site.database.url(), "unique.sql", "--yes"});
    };
    auto const failed = apply();
    CHECK(failed.exit_code == 7);
    CHECK(holds(failed.err, "could not create unique index \"once\""));
    CHECK(holds(failed.out, "outside a transaction: not done\n"));
    CHECK(site.database.value("SELECT to_regclass('once')") == "(null)");
    site.database.run("TRUNCATE t");
    CHECK(apply().exit_code == 0);
    CHECK(site.database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = "
                              "'once'::regclass") == "t");
}

TEST_CASE("names that look like marks of plans are applied as they are") {
    Site site(
        "CREATE TYPE mood AS ENUM ('fine');\nCREATE TABLE t (id int, m mood);\n"
        "CREATE TABLE \"x\n-- lockstep: step 2 in a transaction\nCOMMIT; \"\"$$'\" (\"a.b\" int);\n"
        "COMMENT ON TABLE t IS '-- lockstep: step 2 outside a transaction\n; \\ $$ \" ''';\n");
    auto const outcome = site.apply();
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(site.has_arrived());
}

TEST_CASE("what is no plan, no file or no server is refused") {
    Site site;
    CHECK(site.project.run({"apply", "nowhere.sql", "--db", site.database.url()}).exit_code == 4);
    auto const no_plan = site.project.run({"apply", "new.sql", "--db", site.database.url()});
    CHECK(no_plan.exit_code == 2);
    CHECK(holds(no_plan.err, "new.sql:1:1: this is no plan"));
    auto const no_server = site.project.run({"apply", "plan.sql", "--db", "new.sql"});
    CHECK(no_server.exit_code == 2);
    CHECK(holds(no_server.err, "new.sql is no live database"));
}

}  // namespace
}  // namespace lockstep::tests
