#include <doctest/doctest.h>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("diff speaks of from and to, and judges nobody's database") {
    Project const project;
    project.write("a.sql", "CREATE TABLE orders (id bigint);\n");
    project.write("b.sql",
                  "CREATE TABLE orders (id bigint, note text);\nCREATE VIEW v AS SELECT 1 AS x;\n");
    auto const outcome = project.run({"diff", "a.sql", "b.sql"});
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.err.empty());
    CHECK(outcome.out.starts_with("From a.sql to b.sql\n"));
    CHECK(holds(outcome.out, "column note is added"));
    CHECK(holds(outcome.out, "view is added"));
    CHECK(!holds(outcome.out, "database"));
    CHECK(project.leftovers().empty());
}

TEST_CASE("two sources of one schema are the same, whatever they are") {
    Project const project;
    project.write("a.sql", "CREATE TABLE orders (id bigint);\n");
    project.write("migrations/001_orders.sql", "CREATE TABLE orders ();\n");
    project.write("migrations/002_id.sql", "ALTER TABLE orders ADD id bigint;\n");
    CHECK(project.run({"inspect", "a.sql", "-o", "a.json"}).exit_code == 0);
    CHECK(project.run({"inspect", "a.sql", "-o", "a.yaml"}).exit_code == 0);
    for (auto const* const other : {"migrations:migrations", "a.json", "a.yaml"}) {
        CAPTURE(other);
        auto const outcome = project.run({"diff", "a.sql", other});
        CHECK(outcome.exit_code == 0);
        CHECK(outcome.out.empty());
    }
    CHECK(project.run({"diff", "empty:", "a.sql"}).exit_code == 1);
}

TEST_CASE("a renamed value of an enum is told in every format") {
    Project const project;
    project.write("a.sql", "CREATE TYPE plan AS ENUM ('free', 'enterprises');\n");
    project.write("b.sql", "CREATE TYPE plan AS ENUM ('free', 'enterprise');\n");
    for (auto const* const format :
         {"text", "json", "markdown", "html", "sarif", "junit", "github"}) {
        CAPTURE(format);
        auto const outcome = project.run({"diff", "a.sql", "b.sql", "--format", format});
        CHECK_MESSAGE(outcome.exit_code == 1, outcome.err);
        CHECK(holds(outcome.out, "enterprises"));
    }
    CHECK(holds(project.run({"diff", "a.sql", "b.sql", "--format", "json"}).out,
                "\"old_value\": \"enterprises\","));
}

TEST_CASE("the SQL of a change takes a database there, and is empty then") {
    Project const project;
    project.write("new.sql",
                  "CREATE TABLE orders (id int PRIMARY KEY);\n"
                  "CREATE VIEW open_orders AS SELECT id FROM orders;\n");
    TestDatabase database("CREATE TABLE customers (id int)");
    std::vector<std::string> const diff{"diff", database.url(), "new.sql",  "--format",
                                        "sql",  "--allow",      "data-loss"};
    auto const outcome = project.run(diff);
    CHECK(outcome.exit_code == 1);
    database.run(outcome.out);
    auto const again = project.run(diff);
    CHECK(again.exit_code == 0);
    CHECK(holds(again.out, "-- Nothing to change.\n"));
}

TEST_CASE("SQL that loses data is refused unless that is allowed: exit code 6") {
    Project const project;
    project.write("old.sql", "CREATE TABLE customers (id int);\n");
    auto const outcome = project.run({"diff", "old.sql", "empty:", "--format", "sql"});
    CHECK(outcome.exit_code == 6);
    CHECK(outcome.out.empty());
    CHECK(outcome.err ==
          "lockstep: error: the plan holds data-loss:\n"
          "  DROP TABLE public.customers\n"
          "hint: Look whether a rename is meant (-- lockstep: rename), or allow it with --allow "
          "data-loss.\n");
}

TEST_CASE("a refusal names every statement that needs leave") {
    Project const project;
    project.write("old.sql", "CREATE TABLE a (id int, note text);\nCREATE TABLE b (id int);\n");
    project.write("new.sql", "CREATE TABLE a (id int);\n");
    auto const outcome = project.run({"diff", "old.sql", "new.sql", "--plan"});
    CHECK(outcome.exit_code == 6);
    CHECK(holds(outcome.out, "data-loss"));
    CHECK(holds(outcome.err, "  DROP TABLE public.b\n"));
    CHECK(holds(outcome.err, "  ALTER TABLE public.a DROP COLUMN note\n"));
}

TEST_CASE("a plan is shown with its hazards, and as JSON") {
    Project const project;
    project.write("old.sql", "CREATE TABLE a (id int);\n");
    project.write("new.sql", "CREATE TABLE a (id int);\nCREATE INDEX i ON a (id);\n");
    auto const offline = project.run({"diff", "old.sql", "new.sql", "--plan"});
    CHECK(offline.exit_code == 1);
    CHECK(offline.out.starts_with(
        "From old.sql to new.sql\n"
        "\n"
        "Step 1, in a transaction\n"
        "    CREATE INDEX i ON public.a USING btree (id)\n"
        "        scan                  public.a\n"
        "        blocks-writes         public.a\n"
        "        lock                  SHARE on public.a\n"
        "\n"
        "1 statement in 1 step; scan 1, blocks-writes 1, lock 1; proved on PostgreSQL "));
    auto const online = project.run({"diff", "old.sql", "new.sql", "--plan", "--online"});
    CHECK(holds(online.out, "Step 1, outside a transaction\n    CREATE INDEX CONCURRENTLY i ON"));
    auto const json = project.run({"diff", "old.sql", "new.sql", "--plan", "--format", "json"});
    CHECK(holds(json.out, "\"format\": \"lockstep/plan\""));
    auto const other = project.run({"diff", "old.sql", "new.sql", "--plan", "--format", "junit"});
    CHECK(other.exit_code == 2);
    CHECK(holds(other.err, "a plan is not printed as junit"));
}

TEST_CASE("a side that is missing is refused") {
    Project const project;
    auto const outcome = project.run({"diff", "empty:"});
    CHECK(outcome.exit_code == 2);
    CHECK(holds(outcome.err, "TO"));
}

}  // namespace
}  // namespace lockstep::tests
