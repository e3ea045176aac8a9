// What a server must have set, slots that it let go of, and two setups at once.
#include <doctest/doctest.h>

#include <thread>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "support/care_site.hpp"
#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("a server that does not decode its WAL is told what to set, and nothing is made") {
    KillableServer const server(
        {"wal_level=replica", "max_replication_slots=0", "max_wal_senders=0"});
    Project const project;
    auto const run = [&](std::vector<std::string> const& arguments) {
        return project.run(arguments, {{"DATABASE_URL", server.url("postgres")}});
    };
    auto const outcome = run({"sync", "setup"});
    CHECK_EQ(outcome.exit_code, 7);
    for (auto const* const statement :
         {"wal_level is replica:\n  ALTER SYSTEM SET wal_level = 'logical';  -- then restart",
          "ALTER SYSTEM SET max_replication_slots = 4;", "ALTER SYSTEM SET max_wal_senders = 4;"}) {
        CHECK_MESSAGE(holds(outcome.err, statement), outcome.err);
    }
    CHECK(holds(outcome.err, "warning: max_slot_wal_keep_size has no limit"));
    pg::Connection connection(server.url("postgres"));
    CHECK(connection.query(sql("SELECT to_regnamespace('lockstep')")).is_null(0, 0));
    auto const status = run({"sync", "status"});
    CHECK_EQ(status.exit_code, 1);
    CHECK_MESSAGE(holds(status.out, "wal_level is replica"), status.out);
}

TEST_CASE("a slot that the server let go of is told by status, and made anew by setup") {
    RelaySite site("CREATE TABLE orders (id int PRIMARY KEY)", R"(, "listen": "none")",
                   {"max_slot_wal_keep_size=1MB"});
    site.in_source("INSERT INTO orders VALUES (1)");
    site.relay_once();
    for (int i = 0; i < 4; ++i) {
        site.of_source("SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000))");
        site.of_source("SELECT pg_switch_wal()");
    }
    site.in_source("CHECKPOINT");
    auto const status = site.sync({"status", "--format", "json"});
    CHECK_EQ(status.exit_code, 1);
    auto const json = nlohmann::json::parse(status.out);
    CHECK_EQ(json["findings"][0]["code"], "slot_lost");
    CHECK_EQ(json["slot"]["invalidation_reason"], "wal_removed");
    auto const outcome = site.sync({"setup"});
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(holds(outcome.out, "dropped slot lockstep: the slot was invalidated: wal_removed\n"));
    CHECK_EQ(site.of_history("SELECT reason FROM lockstep.relay_epoch WHERE epoch = 2"),
             "the slot was invalidated: wal_removed");
    site.in_source("INSERT INTO orders VALUES (2)");
    site.relay_once();
    CHECK_EQ(site.sync({"status"}).exit_code, 0);
    CHECK_EQ(site.of_history("SELECT count(*) FROM lockstep.change_history WHERE operation = "
                             "'INSERT'"),
             "2");
}

TEST_CASE("setups at the same moment take turns: one makes all, the others find it") {
    CareSite site("CREATE TABLE orders (id int PRIMARY KEY)");
    std::vector<Outcome> outcomes(4);
    {
        std::vector<std::jthread> threads;
        for (auto& outcome : outcomes) {
            threads.emplace_back([&] { outcome = site.sync({"setup"}); });
        }
    }
    std::size_t made = 0;
    for (auto const& outcome : outcomes) {
        CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
        made += holds(outcome.out, "made slot") ? 1 : 0;
    }
    CHECK_EQ(made, 1);
    CHECK_EQ(site.value("SELECT count(*) FROM lockstep.relay_epoch"), "1");
}

TEST_CASE("a slot that somebody reads is not made anew under his hands") {
    CareSite site("CREATE TABLE orders (id int PRIMARY KEY)");
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    auto const reader = site.start_reader();
    site.run("DROP PUBLICATION lockstep");
    auto const outcome = site.sync({"setup"});
    CHECK_EQ(outcome.exit_code, 5);
    CHECK_MESSAGE(holds(outcome.err, "is to be made anew (the publication was gone), but pid"),
                  outcome.err);
}

}  // namespace
}  // namespace lockstep::tests
