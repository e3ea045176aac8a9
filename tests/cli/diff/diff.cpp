#include <doctest/doctest.h>

#include "support/project.hpp"

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

TEST_CASE("the SQL of a change comes with the next version: exit code 2") {
    Project const project;
    auto const outcome = project.run({"diff", "empty:", "empty:", "--format", "sql"});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err ==
          "lockstep: error: this version cannot write the SQL of a change yet\n"
          "hint: Plans come with the next version; until then, `lockstep inspect TO --format sql` "
          "prints the whole schema.\n");
}

TEST_CASE("a side that is missing is refused") {
    Project const project;
    auto const outcome = project.run({"diff", "empty:"});
    CHECK(outcome.exit_code == 2);
    CHECK(holds(outcome.err, "TO"));
}

}  // namespace
}  // namespace lockstep::tests
