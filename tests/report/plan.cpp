#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "report/plan_report.hpp"
#include "support/json_schema.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using plan::HazardKind;

namespace {

plan::Plan sample() {
    plan::Statement add{.text = sql("ALTER TABLE public.t ADD COLUMN a integer"),
                        .about = "column public.t.a"};
    add.hazards = {{HazardKind::blocks_reads, "public.t", {}},
                   {HazardKind::lock, "public.t", "ACCESS EXCLUSIVE"}};
    plan::Statement drop{.text = sql("DROP TABLE public.old"), .about = "table public.old"};
    drop.hazards = {{HazardKind::data_loss, "table public.old", {}}};
    plan::Statement build{.text = sql("CREATE INDEX CONCURRENTLY i ON public.t (a)"),
                          .about = "index public.i"};
    return {{{.statements = {add, drop}}, {.statements = {build}, .in_transaction = false}}};
}

}  // namespace

TEST_CASE("a plan for people has its steps, hazards in a column, and a summary") {
    auto const text = report::plan_as_text(sample(), {"a.sql", "b.sql", "proved", false}, {});
    CHECK(text ==
          "From a.sql to b.sql\n"
          "\n"
          "Step 1, in a transaction\n"
          "    ALTER TABLE public.t ADD COLUMN a integer\n"
          "        blocks-reads          public.t\n"
          "        lock                  ACCESS EXCLUSIVE on public.t\n"
          "    DROP TABLE public.old\n"
          "        data-loss             table public.old\n"
          "\n"
          "Step 2, outside a transaction\n"
          "    CREATE INDEX CONCURRENTLY i ON public.t (a)\n"
          "\n"
          "3 statements in 2 steps; data-loss 1, blocks-reads 1, lock 1; proved\n");
    CHECK(report::plan_as_text({}, {"a", "b", "", false}, {}) ==
          "From a to b\n\nNothing to change.\n");
}

TEST_CASE("the json of a plan is as docs/schemas/plan.json says") {
    auto const schema = published_schema("plan");
    for (auto const& plan : {sample(), plan::Plan{}}) {
        auto const json =
            nlohmann::json::parse(report::plan_as_json(plan, {"a.sql", "b.sql", "proved", true}));
        CHECK(schema_errors(schema, json).empty());
    }
    auto const& kinds = schema["$defs"]["hazard"]["properties"]["kind"]["enum"];
    REQUIRE(kinds.size() == plan::hazard_kinds().size());
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        CHECK(kinds[i] == plan::hazard_kinds()[i].name);
    }
}
