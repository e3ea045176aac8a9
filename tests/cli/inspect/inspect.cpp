#include <doctest/doctest.h>

#include "support/project.hpp"

namespace lockstep::tests {
namespace {

constexpr auto shop =
    "CREATE TABLE customers (id bigint PRIMARY KEY);\n"
    "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers);\n";

TEST_CASE("a schema is printed in every form") {
    Project const project;
    project.write("shop.sql", shop);
    auto const inspect = [&](std::string const& format) {
        auto const outcome = project.run({"inspect", "shop.sql", "--format", format});
        CHECK(outcome.exit_code == 0);
        CHECK(outcome.err.empty());
        return outcome.out;
    };
    CHECK(inspect("json").starts_with("{\n  \"format\": \"lockstep/snapshot\",\n"));
    CHECK(inspect("yaml").starts_with("format: lockstep/snapshot\n"));
    CHECK(holds(inspect("sql"), "CREATE TABLE public.orders ("));
    CHECK(holds(inspect("markdown"), "### public.orders\n"));
    CHECK(inspect("mermaid").starts_with("erDiagram\n"));
    CHECK(inspect("dot").starts_with("digraph schema {\n"));
    CHECK(project.leftovers().empty());
}

TEST_CASE("the SQL of a schema loads back to the same schema") {
    Project const project;
    project.write("shop.sql", shop);
    CHECK(project.run({"inspect", "shop.sql", "-o", "again.sql"}).exit_code == 0);
    auto const outcome = project.run({"diff", "shop.sql", "again.sql"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.empty());
}

TEST_CASE("the ending of the output tells the form, and one that names none is refused") {
    Project const project;
    project.write("shop.sql", shop);
    CHECK(project.run({"inspect", "shop.sql", "-o", "shop.md"}).out.empty());
    CHECK(project.read("shop.md").starts_with("# Schema\n"));
    auto const outcome = project.run({"inspect", "shop.sql", "-o", "shop.pdf"});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err ==
          "lockstep: error: the ending of shop.pdf names no format\n"
          "hint: Name one: --format json|sql|yaml|markdown|mermaid|dot\n");
}

}  // namespace
}  // namespace lockstep::tests
