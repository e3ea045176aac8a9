// Plans are rehearsed on rows: what should survive must.
#include <doctest/doctest.h>

#include "apply/rehearse.hpp"
#include "plan/kept.hpp"
#include "support/plan_proof.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

using schema::Schema;

constexpr std::string_view shop =
    "CREATE TYPE mood AS ENUM ('a', 'b');"
    "CREATE TABLE t (id int PRIMARY KEY, name varchar(20), m mood, n numeric(8,2), g int "
    "GENERATED ALWAYS AS (1 + 1) STORED);";
constexpr std::string_view rows =
    "INSERT INTO t SELECT i, 'name ' || i, 'a', i / 3.0 FROM generate_series(1, 20) i;";

struct Site {
    TestDatabase start;
    TestDatabase end;
    Schema from;
    Schema to;

    explicit Site(std::string_view changes)
        : start(std::string(shop) + std::string(rows)),
          end(std::string(shop) + std::string(changes)),
          from(read(start)),
          to(read(end)) {}

    static Schema read(TestDatabase& database) {
        pg::Transaction const transaction(database.connection());
        return read_for_plan(database.connection());
    }

    apply::Rehearsal rehearse(plan::Plan const& plan, plan::Plan const& revert) const {
        return apply::rehearse(plan, revert, from, to,
                               {.scratch = {.binaries = scratch_options().binaries.string()},
                                .server_major = shared_server().server_version() / 10'000,
                                .diff = {},
                                .rows = {.most = 10, .live_url = start.url()},
                                .progress = {}});
    }
    apply::Rehearsal rehearse() const {
        return rehearse(plan::make_plan(from, to), plan::make_plan(to, from));
    }
};

plan::Plan plan_of(std::initializer_list<Sql> statements) {
    plan::Plan plan;
    auto& step = plan.steps.emplace_back();
    for (auto const& text : statements) {
        step.statements.push_back({.text = text, .about = {}});
    }
    return plan;
}

std::string said(std::optional<apply::Unproved> const& unproved) {
    return unproved ? apply::describe(*unproved) : "proved";
}

TEST_CASE("rows survive renames, wider types, other enums and the way back") {
    Site const site(
        "ALTER TABLE t ALTER id TYPE bigint; ALTER TABLE t ALTER name TYPE text;"
        "ALTER TABLE t ALTER n TYPE numeric(9,2); ALTER TYPE mood ADD VALUE 'c' BEFORE 'a';"
        "ALTER TABLE t ADD more int; ALTER TABLE t RENAME n TO amount; ALTER TABLE t RENAME TO u;");
    auto const rehearsal = site.rehearse();
    CHECK(said(rehearsal.plan) == "proved");
    CHECK(said(rehearsal.revert) == "proved");
    CHECK(rehearsal.rows.rows == 10);
    CHECK(rehearsal.rows.notes.empty());
}

TEST_CASE("a plan that loses rows without saying so is not proved") {
    Site const site("ALTER TABLE t ADD more int;");
    auto const back = plan::make_plan(site.to, site.from);
    auto const add = sql("ALTER TABLE public.t ADD COLUMN more int");
    CHECK(
        said(site.rehearse(plan_of({sql("DELETE FROM public.t WHERE id = 3"), add}), back).plan) ==
        "rows do not survive it in the scratch database:\n  table public.t had 10 rows, and has "
        "9");
    CHECK(said(site.rehearse(plan_of({sql("UPDATE public.t SET name = ''"), add}), back).plan) ==
          "rows do not survive it in the scratch database:\n  rows of table public.t hold other "
          "values");
    auto const good = site.rehearse(
        plan_of({add}), plan_of({sql("TRUNCATE public.t"), sql("ALTER TABLE public.t DROP more")}));
    CHECK(said(good.plan) == "proved");
    CHECK(said(good.revert) ==
          "rows do not survive it in the scratch database:\n  table public.t had 10 rows, and has "
          "0");
}

TEST_CASE("what a plan says that it loses, it may lose; and what is converted") {
    CHECK(said(Site("ALTER TABLE t DROP name; ALTER TABLE t ADD other int;").rehearse().plan) ==
          "proved");
    CHECK(said(Site("ALTER TABLE t ALTER n TYPE int;").rehearse().plan) == "proved");
    CHECK(said(Site("DROP TABLE t; CREATE TABLE t (id int);").rehearse().plan) == "proved");
}

TEST_CASE("an online plan that does more to a table than it says is not proved") {
    Site const site("ALTER TABLE t ALTER n TYPE numeric(9,3);");
    auto const settings = [](bool online) {
        return apply::RehearsalSettings{
            .scratch = {.binaries = scratch_options().binaries.string()},
            .server_major = shared_server().server_version() / 10'000,
            .diff = {},
            .online = online,
            .progress = {}};
    };
    auto const alter = sql("ALTER TABLE public.t ALTER n TYPE numeric(9,3)");
    auto const plan = plan_of({alter});
    auto const back = plan::make_plan(site.to, site.from);
    CHECK(said(apply::rehearse(plan, back, site.from, site.to, settings(true)).plan) ==
          "it is to be online, and does in the scratch database what it does not say:\n  rewrite "
          "public.t, by " +
              alter.text());
    CHECK(said(apply::rehearse(plan, back, site.from, site.to, settings(false)).plan) == "proved");
    CHECK(said(apply::rehearse(plan::make_plan(site.from, site.to), back, site.from, site.to,
                               settings(true))
                   .plan) == "proved");
}

TEST_CASE("a table that is read from end to end is seen, with and without rows") {
    Site const site("ALTER TABLE t ADD CONSTRAINT positive CHECK (n >= 0);");
    auto const rehearsal = site.rehearse();
    REQUIRE(rehearsal.measured.size() == 1);
    auto const& measured = rehearsal.measured[0];
    CHECK(std::find(measured.begin(), measured.end(),
                    plan::Hazard{plan::HazardKind::scan, "public.t", {}}) != measured.end());
}

TEST_CASE("a table's kept columns are those with a counterpart whose values mean the same") {
    Site const site(
        "ALTER TABLE t ALTER name TYPE text; ALTER TABLE t ALTER n TYPE int;"
        "ALTER TYPE mood RENAME VALUE 'a' TO 'z'; ALTER TABLE t RENAME id TO key;");
    auto const kept = plan::kept(site.from, site.to, {}, plan::make_plan(site.from, site.to));
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].columns == std::vector<plan::KeptColumn>{{"id", "key"}, {"name", "name"}});
}

}  // namespace
}  // namespace lockstep::tests
