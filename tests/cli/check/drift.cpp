#include <doctest/doctest.h>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

constexpr auto orders = "CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n";

TEST_CASE("a database in step with its definitions is passed over in silence") {
    TestDatabase const database(orders);
    Project const project;
    project.write("schema/orders.sql", orders);
    auto const outcome = project.run({"check", "--db", database.url(), "--against", "schema/"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.empty());
    CHECK(project.leftovers().empty());
}

TEST_CASE("drift is told with severity, place, both values and what to do next") {
    TestDatabase database(orders);
    database.run("ALTER TABLE orders ALTER note TYPE varchar(10)");
    Project const project;
    project.write("schema/orders.sql", orders);
    auto const outcome = project.run({"check", "--db", database.url(), "--against", "schema/"});
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.err.empty());
    CHECK(holds(outcome.out, " is not in step with schema/\n"));
    CHECK(holds(outcome.out, "\ntable public.orders"));
    CHECK(holds(outcome.out, "schema/orders.sql:1\n"));
    CHECK(holds(outcome.out, "column note: type differs"));
    CHECK(holds(outcome.out, "definitions  text"));
    CHECK(holds(outcome.out, "database  character varying(10)"));
    CHECK(holds(outcome.out, "1 finding in 1 object: 1 "));
    CHECK(holds(outcome.out, "lockstep inspect "));
    CHECK(holds(outcome.out, "--accept REASON --expires "));
}

TEST_CASE("the next step writes a snapshot where the definitions are one") {
    TestDatabase database(orders);
    Project const project;
    project.write("snapshot.json", "");
    auto const url = database.url();
    CHECK(project.run({"inspect", url, "-o", "snapshot.json"}).exit_code == 0);
    CHECK(project.run({"check", "--db", url, "--against", "snapshot.json"}).exit_code == 0);
    database.run("DROP TABLE orders");
    auto const outcome =
        project.run({"check", "--against", "snapshot.json"}, {{"DATABASE_URL", url}});
    CHECK(outcome.exit_code == 1);
    CHECK(holds(outcome.out, "    lockstep inspect -o snapshot.json\n"));
    CHECK(project.run({"inspect", "-o", "snapshot.json"}, {{"DATABASE_URL", url}}).exit_code == 0);
    CHECK(project.run({"check", "--db", url, "--against", "snapshot.json"}).exit_code == 0);
}

TEST_CASE("a run against an unchanged definition takes one connection and prints nothing") {
    TestDatabase const database(orders);
    TestDatabase watcher;
    auto const sessions = [&] {
        // Counters of a session are written when it ends, and what reads them keeps a snapshot.
        watcher.run("SELECT pg_stat_clear_snapshot(), pg_sleep(0.3)");
        return std::stol(watcher.value(
            "SELECT sessions FROM pg_stat_database WHERE datname = '" +
            database.url().substr(database.url().find("///") + 3,
                                  database.url().find('?') - database.url().find("///") - 3) +
            "'"));
    };
    Project const project;
    project.write("schema/orders.sql", orders);
    std::vector<std::string> const check{"check", "--db", database.url(), "--against", "schema/"};
    for (int run = 0; run < 3; ++run) {
        auto const before = sessions();
        auto const outcome = project.run(check);
        CHECK(outcome.exit_code == 0);
        CHECK(outcome.out.empty());
        CHECK(outcome.err.empty());
        CHECK(sessions() == before + 1);
    }
}

TEST_CASE("a change behind a remembered look is seen") {
    TestDatabase database(orders);
    Project const project;
    project.write("schema/orders.sql", orders);
    std::vector<std::string> const check{"check", "--db", database.url(), "--against", "schema/"};
    CHECK(project.run(check).exit_code == 0);
    CHECK(project.run(check).exit_code == 0);
    database.run("ALTER TABLE orders ALTER note SET DEFAULT ''");
    auto const outcome = project.run(check);
    CHECK(outcome.exit_code == 1);
    CHECK(holds(outcome.out, "column note: default differs"));
    database.run("ALTER TABLE orders ALTER note DROP DEFAULT");
    CHECK(project.run(check).exit_code == 0);
    project.write("schema/orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);\n");
    CHECK(project.run(check).exit_code == 1);
}

TEST_CASE("a rename told in the definitions is one finding, and what follows says so") {
    TestDatabase const database(
        "CREATE TABLE orders (id bigint PRIMARY KEY, note text, hint text);"
        "CREATE INDEX found ON orders (lower(hint));");
    Project const project;
    project.write("schema.sql",
                  "CREATE TABLE orders (id bigint PRIMARY KEY, note text,\n"
                  "  -- lockstep: rename column orders.hint to remark\n"
                  "  remark text);\n"
                  "CREATE INDEX found ON orders (lower(remark));\n");
    auto const outcome = project.run(
        {"check", "--db", database.url(), "--against", "schema.sql", "--format", "json"});
    CHECK(outcome.exit_code == 1);
    CHECK(holds(outcome.out, "\"action\": \"renamed\""));
    CHECK(!holds(outcome.out, "\"action\": \"added\""));
    CHECK(!holds(outcome.out, "\"action\": \"removed\""));
    CHECK(holds(outcome.out, "\"follows\": {"));
    CHECK(holds(outcome.out, "it follows from the new name of"));
}

TEST_CASE("a rename that cannot be read is refused at its place") {
    TestDatabase const database(orders);
    Project const project;
    project.write("schema.sql", std::string(orders) + "-- lockstep: rename tabel a to b\n");
    auto const outcome = project.run({"check", "--db", database.url(), "--against", "schema.sql"});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err ==
          "lockstep: error: schema.sql:2:1: \"rename tabel a to b\": there is no kind \"tabel\"\n"
          "hint: Write: -- lockstep: rename [KIND] OLD to NEW\n");
}

}  // namespace
}  // namespace lockstep::tests
