#include "apply/rehearse.hpp"

#include <doctest/doctest.h>

#include "plan/touched.hpp"
#include "support/plan_proof.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

using schema::Schema;

Schema schema_of(std::string_view statements) {
    TestDatabase database(statements);
    pg::Transaction const transaction(database.connection());
    return read_for_plan(database.connection());
}

apply::RehearsalSettings settings() {
    return {.scratch = {.binaries = scratch_options().binaries.string()},
            .server_major = shared_server().server_version() / 10'000};
}

apply::Rehearsal rehearse(plan::Plan const& plan, Schema const& from, Schema const& to) {
    return apply::rehearse(plan, plan::make_plan(to, from), from, to, settings());
}

std::string said(std::optional<apply::Unproved> const& unproved) {
    return unproved ? apply::describe(*unproved) : "proved";
}

constexpr std::string_view shop =
    "CREATE TYPE mood AS ENUM ('a', 'b');"
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';"
    "CREATE TABLE customers (id int PRIMARY KEY, m mood);"
    "CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customers, total numeric);"
    "CREATE TABLE others (id int PRIMARY KEY DEFAULT f(), customer int REFERENCES customers);"
    "CREATE INDEX ON others (customer);"
    "CREATE VIEW totals AS SELECT customer, sum(total) FROM orders GROUP BY 1;"
    "CREATE VIEW more_totals AS SELECT * FROM totals;";

TEST_CASE("a plan and its revert are proved on what they touch") {
    auto const from = schema_of(shop);
    auto const to = schema_of(std::string(shop) +
                              "DROP VIEW more_totals, totals;"
                              "ALTER TABLE orders ALTER total TYPE bigint;"
                              "CREATE VIEW totals AS SELECT customer, sum(total) FROM orders "
                              "GROUP BY 1; CREATE VIEW more_totals AS SELECT * FROM totals;");
    auto const part = plan::touched(from, to);
    CHECK(part.from.objects.size() < from.objects.size());
    auto const has = [&](std::string_view name) {
        auto const names = schema::pack({"public", name});
        return !part.from.with_parts(schema::Names(names)).empty();
    };
    CHECK(has("orders"));
    CHECK(has("more_totals"));
    CHECK(has("customers"));  // orders refer to it
    CHECK(!has("others"));
    CHECK(!has("f"));
    auto const rehearsal = rehearse(plan::make_plan(from, to), from, to);
    CHECK(said(rehearsal.plan) == "proved");
    CHECK(said(rehearsal.revert) == "proved");
    CHECK(rehearsal.server_version == shared_server().server_version());
}

TEST_CASE("a rehearsal knows what a domain limits: a new column of it is measured as a rewrite") {
    std::string const start =
        "CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE TABLE t (id int);";
    auto const from = schema_of(start);
    auto const to = schema_of(start + "ALTER TABLE t ADD price positive;");
    CHECK(plan::touched(from, to).from.objects.size() == from.objects.size());
    auto plan = plan::make_plan(from, to);
    auto const rehearsal = rehearse(plan, from, to);
    REQUIRE(said(rehearsal.plan) == "proved");
    auto const& measured = rehearsal.measured;
    CHECK(std::any_of(measured.begin(), measured.end(), [](auto const& hazards) {
        return std::any_of(hazards.begin(), hazards.end(), [](plan::Hazard const& hazard) {
            return hazard.kind == plan::HazardKind::rewrite;
        });
    }));
}

TEST_CASE("a plan that leads elsewhere is not proved, and it is said what is left") {
    auto const from = schema_of("CREATE TABLE t (id int)");
    auto const to = schema_of("CREATE TABLE t (id int); CREATE TABLE more (id int)");
    auto const rehearsal = rehearse({}, from, to);
    CHECK(said(rehearsal.plan) ==
          "it leads elsewhere. Left to change is:\n  table public.more was added");
    CHECK(rehearsal.revert.has_value());
}

TEST_CASE("a statement that the server refuses is shown with what it said") {
    auto const from = schema_of("CREATE TABLE t (id int)");
    auto const to = schema_of("CREATE TABLE t (id int); CREATE TABLE more (id int)");
    plan::Plan plan;
    plan.steps.push_back({.statements = {{.text = sql("DROP TABLE nowhere"), .about = {}}}});
    CHECK(said(rehearse(plan, from, to).plan) ==
          "a statement was refused in the scratch database: table \"nowhere\" does not exist\n"
          "  statement: DROP TABLE nowhere");
}

TEST_CASE("a revert that does not lead back leaves its plan proved") {
    auto const from = schema_of("CREATE TABLE t (id int)");
    auto const to = schema_of("CREATE TABLE t (id int); CREATE TABLE more (id int)");
    auto const rehearsal = apply::rehearse(plan::make_plan(from, to), {}, from, to, settings());
    CHECK(said(rehearsal.plan) == "proved");
    CHECK(said(rehearsal.revert) ==
          "it leads elsewhere. Left to change is:\n  table public.more was removed");
}

TEST_CASE("roles that only the plan names, and owners who must be superusers, are no obstacle") {
    auto const& connection = shared_server();
    CHECK(connection.server_version() > 0);
    TestDatabase roles;
    roles.run(
        "DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rehearsed; \"role') THEN "
        "CREATE ROLE \"rehearsed; \"\"role\" SUPERUSER; END IF; END$$");
    auto const from = schema_of("CREATE TABLE t (id int)");
    auto const to = schema_of(
        "CREATE TABLE t (id int); ALTER TABLE t OWNER TO \"rehearsed; \"\"role\";"
        "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
        "CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION e();"
        "ALTER EVENT TRIGGER e OWNER TO \"rehearsed; \"\"role\";");
    CHECK(said(rehearse(plan::make_plan(from, to), from, to).plan) == "proved");
    CHECK(said(rehearse(plan::make_plan(to, from), to, from).plan) == "proved");
    roles.run("DROP ROLE \"rehearsed; \"\"role\"");
}

}  // namespace
}  // namespace lockstep::tests
