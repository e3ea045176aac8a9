// A server of the user's own in place of the scratch server: nothing may be left there.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include <fmt/core.h>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

/// A project whose `scratch.url` leads to this process's server.
class OnServer {
public:
    OnServer() {
        project.write(
            "schema_sync_config.json",
            fmt::format("{{ \"scratch\": {{ \"url\": \"{}\" }} }}\n", shared_server().url()));
    }
    /// Databases of the server that were not there before. (Other tests' are made by this process.)
    std::string databases() {
        watcher_.run("SELECT pg_stat_clear_snapshot()");
        return watcher_.value(
            "SELECT coalesce(string_agg(datname, ' ' ORDER BY datname), '') "
            "FROM pg_database");
    }
    /// Waits until a scratch database is at work there.
    bool waits_for(std::string const& query) {
        for (int i = 0; i < 500; ++i) {
            if (watcher_.value("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND "
                               "pid <> pg_backend_pid() AND query LIKE '%" +
                               query + "%'") != "0") {
                return true;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return false;
    }
    Project project;

private:
    TestDatabase watcher_;
};

TEST_CASE("definitions are run on the server of scratch.url, and their database is dropped") {
    OnServer on;
    auto const before = on.databases();
    on.project.write("a.sql", "CREATE TABLE a (id bigint);\n");
    auto const outcome = on.project.run({"inspect", "a.sql", "--format", "sql", "--no-cache"});
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.out, "CREATE TABLE public.a"));
    CHECK(on.databases() == before);
    CHECK(on.project.leftovers().empty());
}

TEST_CASE("after an error in SQL no database is left on the server of scratch.url") {
    OnServer on;
    auto const before = on.databases();
    on.project.write("a.sql",
                     "CREATE TABLE a (id bigint);\nBEGIN;\nCREATE TABLE b (id nothing);\n");
    auto const outcome = on.project.run({"inspect", "a.sql"});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err ==
          "lockstep: error: a.sql:3:20: type \"nothing\" does not exist\n"
          "  CREATE TABLE b (id nothing);\n"
          "                     ^\n");
    CHECK(on.databases() == before);
    CHECK(on.project.leftovers().empty());
}

TEST_CASE("after Ctrl-C no database is left on the server of scratch.url") {
    OnServer on;
    auto const before = on.databases();
    on.project.write("a.sql", "CREATE TABLE a (id bigint);\nSELECT pg_sleep(59.5);\n");
    // Stopped by a signal of our own as soon as the statement runs: no time is guessed.
    Outcome outcome;
    std::thread run([&] {
        outcome = run_program(
            "/bin/sh", {"-c", LOCKSTEP_BINARY " inspect a.sql & echo $! > pid; wait $!; exit $?"},
            on.project.options());
    });
    CHECK(on.waits_for("pg_sleep(59.5)"));
    run_program("/bin/sh", {"-c", "kill -INT $(cat pid)"}, on.project.options());
    run.join();
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == 130);
    CHECK(outcome.out.empty());
    CHECK(on.databases() == before);
    CHECK(on.project.leftovers().empty());
}

TEST_CASE("what a killed run left on the server of scratch.url is dropped by the next one") {
    OnServer on;
    auto const before = on.databases();
    on.project.write("a.sql", "SELECT pg_sleep(58.5);\n");
    std::thread run([&] {
        run_program("/bin/sh", {"-c", LOCKSTEP_BINARY " inspect a.sql & echo $! > pid; wait $!"},
                    on.project.options());
    });
    CHECK(on.waits_for("pg_sleep(58.5)"));
    run_program("/bin/sh", {"-c", "kill -KILL $(cat pid)"}, on.project.options());
    run.join();
    CHECK(on.databases() != before);
    on.project.write("a.sql", "CREATE TABLE a (id bigint);\n");
    CHECK(on.project.run({"inspect", "a.sql"}).exit_code == 0);
    CHECK(on.databases() == before);
}

TEST_CASE("a server of scratch.url that cannot be reached, or may not make databases, says so") {
    Project const project;
    project.write("a.sql", "CREATE TABLE a (id bigint);\n");
    project.write("schema_sync_config.json",
                  "{ \"scratch\": { \"url\": \"postgresql://me:s3cret@127.0.0.1:1/x\" } }\n");
    auto const unreachable = project.run({"inspect", "a.sql"});
    CHECK(unreachable.exit_code == 3);
    CHECK(holds(unreachable.err, "127.0.0.1:1"));
    CHECK(!holds(unreachable.err, "s3cret"));
}

}  // namespace
}  // namespace lockstep::tests
