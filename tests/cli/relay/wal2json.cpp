// A slot of wal2json: the same history, but for what that plugin does not tell.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "support/relay_site.hpp"
#include "support/value_samples.hpp"

namespace lockstep::tests {
namespace {

std::string const of_wal2json = R"(, "plugin": "wal2json")";

/// Of these three, NaN and the infinities come as null.
std::vector<ValueSample> what_it_tells() {
    auto samples = value_samples();
    constexpr std::array types{"numeric", "real", "double precision"};
    constexpr std::array untold{"NaN", "Infinity", "-Infinity"};
    auto const is_in = [](auto const& list, std::string_view word) {
        return std::ranges::any_of(list, [&](auto const& each) { return word == each; });
    };
    for (auto& sample : samples) {
        if (is_in(types, sample.type)) {
            std::erase_if(sample.values, [&](auto const* value) { return is_in(untold, value); });
        }
    }
    return samples;
}

TEST_CASE("each type's values are exact, but for NaN and the infinities of numbers") {
    for (auto const& sync : {of_wal2json, of_wal2json + R"(, "poll": "50ms")"}) {
        CAPTURE(sync);
        RelaySite site(definitions_of(what_it_tells()), sync);
        auto source = site.to_source();
        source.execute(sql("SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'"));
        insert(what_it_tells(), source);
        site.relay_once();
        check(what_it_tells(), site);
    }
}

TEST_CASE("what it does not tell is said at the start") {
    RelaySite site("CREATE TABLE t (id int PRIMARY KEY)", of_wal2json);
    auto const said = site.sync({"serve", "--once"}).err;
    CHECK_NE(said.find("wal2json tells NaN and the infinities of numeric"), std::string::npos);
}

TEST_CASE("tables that the publication does not hold are left out") {
    RelaySite site(R"(
        CREATE SCHEMA "a.b"; CREATE TABLE "a.b"."c,d *" (id int PRIMARY KEY);
        CREATE TABLE secret (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY);
        CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10))",
                   of_wal2json + R"(, "tables": ["t", "p"])");
    site.in_source(
        "INSERT INTO secret VALUES (1); INSERT INTO \"a.b\".\"c,d *\" VALUES (1); INSERT INTO t "
        "VALUES (1); INSERT INTO p VALUES (2)");
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT string_agg(table_name, ' ' ORDER BY position) FROM "
                             "lockstep.change_history WHERE operation = 'INSERT'"),
             "t p1");
}

TEST_CASE("a table that leaves the publication is told of no more, without a restart") {
    RelaySite site("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY)",
                   of_wal2json + R"(, "heartbeat": "100ms", "tables": ["t", "u"])");
    site.start_relay();
    site.in_source("ALTER PUBLICATION lockstep DROP TABLE u");
    REQUIRE(eventually([&] {
        return site.relay_log().find("the publication lockstep is not what it was") !=
               std::string::npos;
    }));
    site.in_source("INSERT INTO t VALUES (1)");
    CHECK(history_becomes(site, "1"));
}

TEST_CASE("the history is held against the tables, also while no relay is at work") {
    RelaySite site("CREATE TABLE t (id int PRIMARY KEY, a text)", of_wal2json);
    site.in_source("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    site.in_source("UPDATE t SET a = 'z' WHERE id = 1; DELETE FROM t WHERE id = 2");
    CHECK_EQ(site.sync({"verify", "--complete", "--wait", "1"}).exit_code, 5);
    site.relay_once();
    CHECK_EQ(site.sync({"verify", "--complete", "--wait", "5"}).exit_code, 0);
}

}  // namespace
}  // namespace lockstep::tests
