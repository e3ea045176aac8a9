// What setup and care look like while a relay runs.
#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include <nlohmann/json.hpp>

#include "support/eventually.hpp"
#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

using namespace std::chrono_literals;

constexpr auto const* quick = R"(, "heartbeat": "100ms", "listen": "none")";

TEST_CASE("a table that is made while the relay runs joins, and its changes are in the history") {
    RelaySite site("CREATE TABLE orders (id int PRIMARY KEY)", quick);
    site.start_relay();
    site.in_source("CREATE TABLE later (id int PRIMARY KEY); CREATE TABLE bare (id int)");
    CHECK(eventually([&] {
        return site.of_source(
                   "SELECT count(*) FROM pg_publication_tables WHERE tablename = "
                   "'later'") == "1";
    }));
    site.in_source(
        "INSERT INTO later VALUES (7); INSERT INTO bare VALUES (1); UPDATE bare SET id "
        "= 2");
    CHECK(eventually([&] {
        return site.of_history(
                   "SELECT data ->> 'id' FROM lockstep.change_history WHERE table_name "
                   "= 'later' AND operation = 'INSERT'") == "7";
    }));
    CHECK_MESSAGE(eventually([&] {
                      return holds(site.relay_log(), "public.bare is not published: it has no");
                  }),
                  site.relay_log());
    site.stop_relay(SIGTERM);
    CHECK(holds(site.relay_log(), "public.later is published from now on"));
}

TEST_CASE("sync status names the relay that runs, and sync drop does not pull its slot away") {
    RelaySite site("CREATE TABLE orders (id int PRIMARY KEY)", quick);
    site.start_relay();
    auto const status = [&] {
        return nlohmann::json::parse(site.sync({"status", "--format", "json"}).out);
    };
    REQUIRE(eventually([&] { return !status()["slot"]["active_pid"].is_null(); }));
    auto const json = status();
    CHECK(json["healthy"] == true);
    CHECK(json["history"]["leader"].is_string());
    CHECK(json["history"]["term"] == 1);
    auto const refused = site.sync({"drop", "--yes"});
    CHECK_EQ(refused.exit_code, 5);
    CHECK_MESSAGE(holds(refused.err, "a relay is at work"), refused.err);
    CHECK(site.is_relay_running());
    site.stop_relay(SIGTERM);
    CHECK(status()["slot"]["active_pid"].is_null());
    CHECK_EQ(site.sync({"drop", "--yes"}).exit_code, 0);
}

TEST_CASE("sync drop --force takes the slot from a relay, which takes nothing up again") {
    RelaySite site("CREATE TABLE orders (id int PRIMARY KEY)", quick);
    site.start_relay();
    REQUIRE(eventually([&] {
        return site.of_source(
                   "SELECT active FROM pg_replication_slots WHERE slot_name = "
                   "'lockstep'") == "t";
    }));
    auto const outcome = site.sync({"drop", "--yes", "--force"});
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(eventually([&] { return !site.is_relay_running(); }));
    CHECK_EQ(site.of_source("SELECT count(*) FROM pg_replication_slots"), "0");
}

TEST_CASE("after a setup that made the slot anew, the relay goes on in the next epoch") {
    RelaySite site("CREATE TABLE orders (id int PRIMARY KEY)", quick);
    site.in_source("INSERT INTO orders VALUES (1)");
    site.relay_once();
    site.in_source("SELECT pg_drop_replication_slot('lockstep')");
    CHECK_EQ(site.sync({"setup"}).exit_code, 0);
    site.in_source("INSERT INTO orders VALUES (2)");
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT string_agg(position || '=' || (data ->> 'id'), ' ' ORDER BY "
                             "position) FROM lockstep.change_history WHERE operation = 'INSERT'"),
             "2=1 3=2");
    CHECK_EQ(site.of_history("SELECT epoch FROM lockstep.relay_state"), "2");
}

}  // namespace
}  // namespace lockstep::tests
