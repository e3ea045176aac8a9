#include "plan/plan_file.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::tests {
namespace {

using plan::PlanFile;

PlanFile sample() {
    PlanFile file;
    file.tool = "1.2.3";
    file.from = {"old.sql", "aaaa"};
    file.to = {"new.sql", "bbbb"};
    file.proof = "proved on PostgreSQL 15";
    file.plan.steps = {
        {.statements = {{.text = sql("CREATE TABLE a (id integer)"), .about = "table a"},
                        {.text = sql("CREATE TABLE b (id integer)"), .about = "table b"}}},
        {.statements = {{.text = sql("CREATE INDEX CONCURRENTLY i ON public.a (id)"),
                         .about = "index i"}},
         .in_transaction = false}};
    return file;
}

std::vector<std::string> texts(plan::Plan const& plan) {
    std::vector<std::string> list;
    for (auto const& step : plan.steps) {
        list.emplace_back(step.in_transaction ? "together" : "alone");
        for (auto const& statement : step.statements) {
            list.push_back(statement.text.text());
        }
    }
    return list;
}

TEST_CASE("a plan file is read as it was written") {
    auto const file = sample();
    auto const read = plan::read_plan_file("plan.sql", plan::to_text(file));
    CHECK(texts(read.plan) == texts(file.plan));
    CHECK(!read.is_edited);
    CHECK(read.is_proved());
    CHECK(read.from.name == "old.sql");
    CHECK(read.from.fingerprint == "aaaa");
    CHECK(read.to.fingerprint == "bbbb");
    CHECK(read.tool == "1.2.3");
    CHECK(read.with_owners);
    CHECK(plan::checksum(read.plan) == plan::checksum(file.plan));
}

TEST_CASE("names that look like marks of ours fool nobody") {
    auto file = sample();
    file.from.name = "a\n-- lockstep: step 1 in a transaction\nDROP TABLE x;";
    auto const hostile = ident("x\n-- lockstep: step 9 outside a transaction\n; COMMIT; -- \"$$'");
    file.plan.steps[0].statements[0].text = sql("CREATE TABLE {} (id integer)", hostile);
    file.plan.steps[1].statements[0].text =
        sql("COMMENT ON TABLE {} IS {}", hostile,
            literal("it's\n-- lockstep: checksum 0\n\\\n-- lockstep: proof none"));
    file.plan.steps[0].statements[0].hazards = {
        {plan::HazardKind::data_loss, "public.\"a\nDROP TABLE b; --\"", ""}};
    auto const read = plan::read_plan_file("plan.sql", plan::to_text(file));
    CHECK(texts(read.plan) == texts(file.plan));
    CHECK(!read.is_edited);
}

TEST_CASE("an edited plan is recognised, be it a statement or the header") {
    auto const text = plan::to_text(sample());
    for (auto const& [old_part, new_part] :
         {std::pair{"CREATE TABLE a (id integer)", "CREATE TABLE a (id bigint)"},
          std::pair{"from-fingerprint aaaa", "from-fingerprint aaab"},
          std::pair{"proof proved on PostgreSQL 15", "proof proved on PostgreSQL 16"},
          std::pair{"CREATE TABLE b (id integer);\n", ""}}) {
        CAPTURE(old_part);
        auto const edited = replace_all(text, old_part, new_part);
        REQUIRE(edited != text);
        CHECK(plan::read_plan_file("plan.sql", edited).is_edited);
    }
    // Space around statements changes nothing that is run.
    CHECK(!plan::read_plan_file("plan.sql", replace_all(text, ";\n", " ;\n\n")).is_edited);
}

TEST_CASE("what is no plan is refused with its place") {
    CHECK_THROWS_WITH_AS(plan::read_plan_file("x.sql", "SELECT 1;\n"),
                         "x.sql:1:1: this is no plan\n  SELECT 1;\n  ^", ParseError);
    auto const text = plan::to_text(sample());
    CHECK_THROWS_WITH_AS(
        plan::read_plan_file("x.sql", replace_all(text, "lockstep: plan 1", "lockstep: plan 2")),
        doctest::Contains("x.sql:2:1: a plan of format 2"), ParseError);
    CHECK_THROWS_WITH_AS(plan::read_plan_file("x.sql", replace_all(text, "step 2", "step 3")),
                         doctest::Contains("expected \"step 2…\""), ParseError);
    CHECK_THROWS_WITH_AS(
        plan::read_plan_file("x.sql", replace_all(text, "COMMIT;\n", "")),
        doctest::Contains("a step in a transaction begins with BEGIN and ends with COMMIT"),
        ParseError);
}

}  // namespace
}  // namespace lockstep::tests
