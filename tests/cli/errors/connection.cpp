#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/text.hpp"
#include "pg/connection.hpp"
#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

/// One clear message, a next step, nothing on stdout, and nothing left behind.
void check_refusal(Project const& project, Outcome const& outcome, int exit_code,
                   std::string_view message, std::string_view hint) {
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == exit_code);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.starts_with("lockstep: error: "));
    CHECK(holds(outcome.err, message));
    CHECK(holds(outcome.err, "\nhint: "));
    CHECK(holds(outcome.err.substr(std::min(outcome.err.size(), outcome.err.find("\nhint: "))),
                hint));
    CHECK(project.leftovers().empty());
}

Outcome check(Project const& project, std::string const& url) {
    return project.run({"check", "--db", url, "--against", "empty:"});
}

/// A server of its own that asks this role for a password.
pg::ScratchServer& server_with_passwords() {
    static pg::ScratchServer server(scratch_options());
    static bool const changed = [] {
        pg::Connection admin(server.url());
        for (auto const& statement :
             {sql("SET password_encryption = 'scram-sha-256'"),
              sql("CREATE ROLE app LOGIN PASSWORD 'right one'"),
              sql("CREATE TABLE hba (line text)"),
              sql("INSERT INTO hba VALUES ('local all lockstep_scratch trust'), "
                  "('local all app scram-sha-256')"),
              sql("COPY hba TO PROGRAM 'cat > pg_hba.conf'"), sql("SELECT pg_reload_conf()")}) {
            admin.execute(statement);
        }
        return true;
    }();
    CHECK(changed);
    return server;
}

std::string as_app(std::string const& password) {
    auto url = replace_all(server_with_passwords().url(), "user=lockstep_scratch", "user=app");
    return url + "&password=" + password;
}

TEST_CASE("a wrong password: exit code 3, and the password is not printed") {
    Project const project;
    auto const outcome = check(project, as_app("s3cret"));
    check_refusal(project, outcome, 3, "password authentication failed for user \"app\"", "");
    CHECK(!holds(outcome.err, "s3cret"));
    CHECK(check(project, as_app("right%20one")).exit_code < 2);
}

/// The URL as messages print it: what the program itself says of it, without a password.
std::string shown(std::string const& url) {
    return pg::display_url(url);
}

std::string socket_of(std::string const& url) {
    auto const begin = url.find("host=") + 5;
    auto folder = url.substr(begin, url.find('&', begin) - begin);
    return replace_all(folder, "%2F", "/") + "/.s.PGSQL.5432";
}

TEST_CASE("the whole message of a wrong password, a missing database and an unknown role") {
    Project const project;
    auto const refused = [&](std::string const& url, std::string const& why,
                             std::string const& hint) {
        auto const outcome = check(project, url);
        CHECK(outcome.exit_code == 3);
        CHECK(outcome.out.empty());
        CHECK(outcome.err == "lockstep: error: cannot connect to " + shown(url) +
                                 ": connection to server on socket \"" + socket_of(url) +
                                 "\" failed: FATAL: " + why + "\nhint: " + hint + "\n");
    };
    refused(as_app("s3cret"), "password authentication failed for user \"app\"",
            "Check the user and the password: in the URL, PGPASSWORD, or the password file "
            "(~/.pgpass).");
    refused(shared_server().url("no_such_database"), "database \"no_such_database\" does not exist",
            "Create it (createdb NAME), or name another database in the URL.");
    refused(replace_all(shared_server().url(), "lockstep_scratch", "no_such_role"),
            "role \"no_such_role\" does not exist",
            "Check the user's name, and how pg_hba.conf lets it log in.");
}

TEST_CASE("an unknown host: exit code 3") {
    Project const project;
    check_refusal(project, check(project, "postgresql://no-such-host.invalid/shop"), 3,
                  "no-such-host.invalid", "");
}

TEST_CASE("a refused port: exit code 3") {
    Project const project;
    check_refusal(project, check(project, "postgresql://127.0.0.1:1/shop"), 3, "127.0.0.1:1", "");
}

TEST_CASE("a missing database: exit code 3") {
    Project const project;
    check_refusal(project, check(project, shared_server().url("no_such_database")), 3,
                  "database \"no_such_database\" does not exist", "");
}

TEST_CASE("a URL that cannot be read: exit code 2") {
    Project const project;
    auto const outcome = check(project, "postgresql://app:s3cret@host:port/shop");
    CHECK(outcome.exit_code == 2);
    CHECK(!holds(outcome.err, "s3cret"));
}

TEST_CASE("a role that may only connect sees the schema, and is told what it could not read") {
    TestDatabase database("CREATE SCHEMA closed; CREATE TABLE closed.orders (id bigint);");
    database.run("DO 'BEGIN CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN END'");
    auto const url = replace_all(database.url(), "user=lockstep_scratch", "user=guest");
    REQUIRE(url != database.url());
    Project const project;
    auto const outcome = project.run({"inspect", url});
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.out, "\"orders\""));
    auto const checked = check(project, url);
    CHECK(checked.exit_code == 1);
    CHECK(holds(checked.out, "schema closed"));
}

/// Runs a check that waits for the server, which another session keeps from answering; `meanwhile`
/// is called when it waits.
template <typename Meanwhile>
Outcome check_while_locked(Project const& project, TestDatabase& database,
                           std::vector<std::string> const& more, Meanwhile meanwhile) {
    // Reading the catalog needs it, connecting does not.
    database.run("BEGIN; LOCK TABLE pg_catalog.pg_policy IN ACCESS EXCLUSIVE MODE");
    Outcome outcome;
    std::thread run([&] {
        std::vector<std::string> words{LOCKSTEP_BINARY, "check",     "--no-cache", "--db",
                                       database.url(),  "--against", "empty:"};
        words.insert(words.end(), more.begin(), more.end());
        words.insert(words.begin(), "20");
        outcome = run_program("/usr/bin/timeout", words, project.options());
    });
    meanwhile();
    run.join();
    database.run("ROLLBACK");
    return outcome;
}

TEST_CASE("a server process killed in mid-query: exit code 3") {
    TestDatabase database;
    // Within a transaction pg_stat_activity shows what it showed first.
    TestDatabase watcher;
    Project const project;
    bool killed = false;
    auto const outcome = check_while_locked(project, database, {}, [&] {
        for (int i = 0; i < 500 && !killed; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            killed = watcher.value(
                         "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                         "wait_event_type = 'Lock'") == "1";
        }
    });
    CHECK(killed);
    check_refusal(project, outcome, 3, "terminating connection due to administrator command", "");
}

TEST_CASE("a statement that takes too long: exit code 7") {
    TestDatabase database;
    Project const project;
    auto const outcome =
        check_while_locked(project, database, {"--statement-timeout", "200"}, [] {});
    check_refusal(project, outcome, 7, "canceling statement due to statement timeout", "timeout");
}

TEST_CASE("Ctrl-C while the server works: exit code 130, and the server is told") {
    TestDatabase database;
    Project const project;
    database.run("BEGIN; LOCK TABLE pg_catalog.pg_policy IN ACCESS EXCLUSIVE MODE");
    auto const outcome =
        run_program("/usr/bin/timeout",
                    {"--foreground", "--preserve-status", "-s", "INT", "1", LOCKSTEP_BINARY,
                     "check", "--no-cache", "--db", database.url(), "--against", "empty:"},
                    project.options());
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == 130);
    CHECK(outcome.out.empty());
    CHECK(database.value("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                         "current_database() AND pid <> pg_backend_pid()") == "0");
    database.run("ROLLBACK");
    CHECK(project.leftovers().empty());
}

TEST_CASE("Ctrl-C while definitions are loaded: exit code 130, and the scratch server is gone") {
    Project const project;
    project.write("slow.sql", "SELECT pg_sleep(60);\n");
    auto const outcome = run_program("/usr/bin/timeout",
                                     {"--foreground", "--preserve-status", "-s", "INT", "2",
                                      LOCKSTEP_BINARY, "inspect", "slow.sql"},
                                     project.options());
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == 130);
    CHECK(outcome.out.empty());
    CHECK(project.leftovers().empty());
}

}  // namespace
}  // namespace lockstep::tests
