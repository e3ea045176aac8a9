#include <doctest/doctest.h>

#include <algorithm>

#include "base/text.hpp"
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
