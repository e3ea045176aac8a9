// `sync prune`: what goes of a history, and what stays.
#include <doctest/doctest.h>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "support/history_site.hpp"
#include "support/json_schema.hpp"
#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

/// A history of changes at these times, one after another, in partitions of their months.
struct OldHistory {
    HistorySite site;

    explicit OldHistory(std::string_view more = {})
        : site("CREATE TABLE items (id int PRIMARY KEY)", more) {
        for (auto const* const month : {"2026-01", "2026-02", "2026-03"}) {
            auto const next = std::string("2026-0") + static_cast<char>(month[6] + 1);
            site.run(
                fmt::format("CREATE TABLE lockstep.change_history_{} PARTITION OF "
                            "lockstep.change_history FOR VALUES FROM ('{}-01 00:00:00+00') TO "
                            "('{}-01 00:00:00+00')",
                            month[6], month, next));
        }
        site.run(
            "INSERT INTO lockstep.change_history (id, position, lsn, table_name, operation, "
            "data, transaction_id, schema_version, timestamp) SELECT gen_random_uuid(), g, "
            "'0/1', 'items', 'INSERT', '{}', g, '', '2026-01-01 00:00+00'::timestamptz + (g - "
            "1) * interval '1 day' FROM generate_series(1, 80) g");
        site.run("UPDATE lockstep.relay_state SET position = 80");
    }
    std::string positions() {
        return site.value(
            "SELECT min(position) || '-' || max(position) || ' ' || count(*) FROM "
            "lockstep.change_history");
    }
};

TEST_CASE("whole months are dropped, the rest is deleted; the relay's position stays") {
    OldHistory it;
    auto const dry = it.site.sync({"prune", "--before", "2026-02-11", "--dry-run"});
    CHECK_EQ(dry.exit_code, 0);
    CHECK_MESSAGE(holds(dry.out, "would drop change_history_1: 31 rows, "), dry.out);
    CHECK(holds(dry.out, "would delete 10 rows of change_history_2\n"));
    CHECK_EQ(it.positions(), "1-80 80");
    auto const outcome = it.site.sync({"prune", "--before", "2026-02-11"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_MESSAGE(holds(outcome.out, "dropped change_history_1: 31 rows, "), outcome.out);
    CHECK(holds(outcome.out, "deleted 10 rows of change_history_2\n"));
    CHECK(holds(outcome.out,
                "The history begins at position 42, the first change since "
                "2026-02-11 00:00:00.000000+00.\n"));
    CHECK_EQ(it.positions(), "42-80 39");
    CHECK_EQ(it.site.value("SELECT to_regclass('lockstep.change_history_1')"), "(null)");
    CHECK_EQ(it.site.value("SELECT position FROM lockstep.relay_state"), "80");
    CHECK_EQ(it.site.sync({"prune", "--before", "2026-02-11"}).out,
             "Nothing is older than 2026-02-11 00:00:00.000000+00.\n");
    // What is gone cannot be brought back; and that is said.
    auto const early = it.site.sync({"restore", "--table", "items", "--to", "5", "--wait", "0"});
    CHECK_EQ(early.exit_code, 4);
    CHECK(holds(early.err, "the history begins at position 42"));
    // The relay goes on where it was.
    it.site.run("INSERT INTO items VALUES (1)");
    CHECK_EQ(it.site.position(), "82");  // how the table looks, and its row
}

TEST_CASE("a clock that went back leaves no gap behind") {
    OldHistory it;
    it.site.run("UPDATE lockstep.change_history SET timestamp = '2026-02-20' WHERE position = 20");
    CHECK_EQ(it.site.sync({"prune", "--before", "2026-02-11"}).exit_code, 0);
    CHECK_EQ(it.positions(), "20-80 61");
}

TEST_CASE("sync.retention says what is kept; without it nothing goes") {
    OldHistory it(R"("retention": "30d")");
    CHECK_EQ(it.site.sync({"prune"}).exit_code, 0);
    CHECK_EQ(it.site.value("SELECT count(*) FROM lockstep.change_history WHERE timestamp < now() - "
                           "interval '30 days'"),
             "0");
    OldHistory other;
    auto const refused = other.site.sync({"prune"});
    CHECK_EQ(refused.exit_code, 2);
    CHECK(holds(refused.err, "how much of the history is to be kept is not said"));
    CHECK_EQ(other.site.sync({"prune", "--before", "2999-01-01"}).exit_code, 2);
    CHECK_EQ(other.site.sync({"prune", "--before", "soon"}).exit_code, 2);
    CHECK_EQ(other.positions(), "1-80 80");
}

TEST_CASE("a partition that is in use is not waited for without end") {
    OldHistory it;
    pg::Connection reader(it.site.url());
    reader.execute(sql("BEGIN; SELECT count(*) FROM lockstep.change_history"));
    auto const outcome = it.site.sync({"prune", "--before", "2026-02-01"});
    CHECK_EQ(outcome.exit_code, 5);
    CHECK_MESSAGE(holds(outcome.err, "change_history_1 is in use"), outcome.err);
    CHECK_EQ(it.positions(), "1-80 80");
}

TEST_CASE("a partition that is being vacuumed by the server is dropped all the same") {
    RelaySite site("CREATE TABLE items (id int PRIMARY KEY)");
    auto history = site.to_history();
    history.execute(sql("ALTER SYSTEM SET autovacuum_naptime = '1s'"));
    // One page in a tenth of a second: it would take minutes.
    history.execute(
        sql("SELECT pg_reload_conf(); CREATE TABLE lockstep.change_history_1 PARTITION OF "
            "lockstep.change_history FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2026-02-01 "
            "00:00+00') WITH (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = "
            "1); INSERT INTO lockstep.change_history (id, position, lsn, table_name, operation, "
            "transaction_id, schema_version, timestamp) SELECT gen_random_uuid(), g, '0/1', "
            "'items', 'INSERT', g, '', '2026-01-02 00:00+00' FROM generate_series(1, 50000) AS g"));
    REQUIRE(eventually([&] {
        return site.of_history(
                   "SELECT count(*) FROM pg_stat_progress_vacuum WHERE relid = "
                   "'lockstep.change_history_1'::regclass") == "1";
    }));
    auto const outcome = site.sync({"prune", "--before", "2026-02-01"});
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(holds(outcome.out, "dropped change_history_1: 50000 rows, "));
}

TEST_CASE("with --format json a program is told how far it came where a partition is in use") {
    OldHistory it;
    pg::Connection reader(it.site.url());
    reader.execute(sql("BEGIN; SELECT count(*) FROM lockstep.change_history_2"));
    auto const outcome = it.site.sync({"prune", "--before", "2026-03-01", "--format", "json"});
    CHECK_EQ(outcome.exit_code, 5);
    auto const document = nlohmann::json::parse(outcome.out);
    CHECK_EQ(schema_errors(published_schema("prune"), document), std::vector<std::string>{});
    CHECK_EQ(document["applied"], false);
    CHECK_EQ(document["partitions"][0]["done"], true);
    CHECK_EQ(document["partitions"][1]["done"], false);
    CHECK_EQ(it.positions(), "32-80 49");
}

TEST_CASE("with --format json a program is told what went, and where the history begins") {
    OldHistory it;
    auto const prune = [&](std::vector<std::string> const& more) {
        std::vector<std::string> arguments{"prune", "--before", "2026-02-11", "--format", "json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto const document = nlohmann::json::parse(it.site.sync(arguments).out);
        CHECK_EQ(schema_errors(published_schema("prune"), document), std::vector<std::string>{});
        return document;
    };
    auto const dry = prune({"--dry-run"});
    CHECK_EQ(dry["applied"], false);
    CHECK_EQ(it.positions(), "1-80 80");
    auto const done = prune({});
    CHECK_EQ(done["applied"], true);
    CHECK_EQ(done["rows"], 41);
    CHECK_EQ(done["first_position"], 42);
    CHECK_EQ(done["partitions"][0]["name"], "change_history_1");
    CHECK_EQ(done["partitions"][0]["dropped"], true);
    CHECK_EQ(done["partitions"][1]["rows"], 10);
    CHECK_EQ(it.positions(), "42-80 39");
    auto const again = prune({});
    CHECK_EQ(again["partitions"].size(), 0);
    CHECK_EQ(again["rows"], 0);
}

}  // namespace
}  // namespace lockstep::tests
