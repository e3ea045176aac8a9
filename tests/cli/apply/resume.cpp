// lockstep apply goes on where an earlier run was cut off.
#include <doctest/doctest.h>

#include <thread>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

constexpr char const* start =
    "CREATE TABLE t (id int, n int);\nINSERT INTO t SELECT i, i FROM generate_series(1, 100) i;\n";
/// Online, in several steps: the columns, then the index concurrently, then the check's validation.
constexpr char const* goal =
    "CREATE TABLE t (id int, n int CONSTRAINT big CHECK (n > 0), more int);\n"
    "CREATE INDEX by_id ON t (id);\nCREATE INDEX by_n ON t (n);\n";

struct Site {
    Project project;
    TestDatabase database{start};

    Site() {
        project.write("goal.sql", goal);
        auto const made =
            project.run({"diff", database.url(), "goal.sql", "--format", "sql", "-o", "plan.sql"});
        REQUIRE_MESSAGE(made.exit_code == 1, made.err);
        REQUIRE(holds(made.out, "CREATE INDEX CONCURRENTLY"));
    }
    Outcome apply(std::vector<std::string> const& more = {}) const {
        std::vector<std::string> words{"apply", "plan.sql", "--db", database.url()};
        words.insert(words.end(), more.begin(), more.end());
        return project.run(words);
    }
    Outcome kill_after(std::string const& seconds) const {
        return run_program("/usr/bin/env",
                           {"timeout", "-s", "KILL", seconds, LOCKSTEP_BINARY, "apply", "plan.sql",
                            "--db", database.url(), "--lock-timeout", "60000"},
                           project.options());
    }
    bool has_arrived() const {
        return project.run({"diff", database.url(), "goal.sql"}).exit_code == 0;
    }
    /// The server's side of a run that was killed goes on until it notices.
    void wait_for_the_dead() {
        for (int i = 0; i < 200; ++i) {
            if (database.value("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                               "current_database() AND application_name LIKE 'lockstep%' AND pid "
                               "<> pg_backend_pid() AND query NOT LIKE '%pg_stat_activity%'") ==
                "0") {
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }
    void end_others() {
        database.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
            "current_database() AND application_name = 'lockstep' AND pid <> pg_backend_pid()");
        wait_for_the_dead();
    }
};

TEST_CASE(
    "a run that is killed while it waits for a lock goes on afterwards, and nothing is lost") {
    Site site;
    pg::Connection other(site.database.url(), {.application_name = "in the way"});
    other.execute(sql("BEGIN; LOCK TABLE t IN ACCESS SHARE MODE"));
    CHECK(site.kill_after("3").exit_code == 137);
    other.execute(sql("COMMIT"));
    site.wait_for_the_dead();
    auto const outcome = site.apply();
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(site.has_arrived());
    CHECK(site.database.value("SELECT count(*) FROM t") == "100");
    CHECK(site.database.value("SELECT to_regnamespace('lockstep')") == "(null)");
}

/// Killed in the middle of the first concurrent build.
void kill_in_build(Site& site, bool server_ends, std::string const& left) {
    pg::Connection other(site.database.url(), {.application_name = "in the way"});
    // The build waits for whoever has an older snapshot.
    other.execute(sql("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class"));
    CHECK(site.kill_after("3").exit_code == 137);
    if (server_ends) {
        site.end_others();
        other.execute(sql("COMMIT"));
    } else {
        other.execute(sql("COMMIT"));
        site.wait_for_the_dead();
    }
    CHECK(site.database.value("SELECT string_agg(indisvalid::text, ',') FROM pg_index WHERE "
                              "indrelid = 't'::regclass") == left);
    CHECK(site.database.value("SELECT count(*) FROM lockstep.plan_journal") == "2");
}

TEST_CASE("a concurrent build that was cut off is taken away and made again") {
    Site site;
    kill_in_build(site, true, "false");
    auto const outcome = site.apply();
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(holds(outcome.err, "The plan goes on from step 3"));
    CHECK(site.has_arrived());
}

TEST_CASE("a concurrent build that the server has finished alone is not made again") {
    Site site;
    kill_in_build(site, false, "true");
    auto const outcome = site.apply();
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(holds(outcome.err,
                "Whether somebody else has changed the schema since then cannot be "
                "told."));
    CHECK(site.has_arrived());
}

TEST_CASE("what somebody has changed between two runs of a plan is seen: exit code 5") {
    for (bool const with_leftover : {false, true}) {
        Site site;
        CAPTURE(with_leftover);
        if (with_leftover) {
            kill_in_build(site, true, "false");
        } else {
            // The validation fails.
            site.database.run("INSERT INTO t VALUES (1, -1)");
            CHECK(site.apply().exit_code == 7);
            site.database.run("DELETE FROM t WHERE n < 0");
        }
        site.database.run("ALTER TABLE t ADD surprise int");
        auto const outcome = site.apply();
        CHECK(outcome.exit_code == 5);
        CHECK(holds(outcome.err, "the schema of "));
        CHECK(holds(outcome.err, " of the plan has left it"));
        site.database.run("ALTER TABLE t DROP surprise");
        auto const again = site.apply();
        CHECK_MESSAGE(again.exit_code == 0, again.err);
        CHECK(site.has_arrived());
    }
}

TEST_CASE("a journal that lockstep has not written is not believed") {
    Site site;
    site.database.run("CREATE SCHEMA lockstep; CREATE TABLE lockstep.plan_journal (plan text)");
    auto const foreign = site.apply();
    CHECK(foreign.exit_code == 5);
    CHECK(holds(foreign.err, "lockstep.plan_journal on "));
    CHECK(holds(foreign.err, " that lockstep has not made"));
}

}  // namespace
}  // namespace lockstep::tests
