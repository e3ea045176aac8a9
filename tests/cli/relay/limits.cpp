// What a server refuses for a while: rights, senders, room. The relay says so, waits, and goes on.
#include <doctest/doctest.h>

#include <chrono>
#include <csignal>

#include <fmt/core.h>

#include "pg/replication.hpp"
#include "pg/scratch_server.hpp"
#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view table = "CREATE TABLE t (id int PRIMARY KEY, a text)";

bool says(RelaySite const& site, std::string_view what) {
    return eventually([&] { return holds(site.relay_log(), what); });
}

TEST_CASE("a role that lost REPLICATION is told how to get it back, and goes on with it") {
    RelaySite site(table);
    site.in_source("CREATE ROLE relay LOGIN REPLICATION");
    auto url = site.source.url("postgres");
    url.replace(url.find(pg::scratch_role), pg::scratch_role.size(), "relay");
    site.start_relay({"--db", url});
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    site.in_source("ALTER ROLE relay NOREPLICATION");
    site.in_source("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots");
    site.in_source("INSERT INTO t VALUES (2)");
    CHECK(says(site, "ALTER ROLE … REPLICATION"));
    site.in_source("ALTER ROLE relay REPLICATION");
    CHECK(history_becomes(site, "1 2"));
    CHECK_EQ(site.of_history(reasons), "");
}

TEST_CASE("where all WAL senders are taken, that is said, and the next free one taken") {
    RelaySite site(table, "", {"max_wal_senders=1"});
    auto other = std::make_optional<pg::ReplicationStream>(site.source.url("postgres"),
                                                           pg::ConnectOptions{});
    site.in_source("INSERT INTO t VALUES (1)");
    site.start_relay();
    CHECK(says(site, "number of requested standby connections exceeds"));
    CHECK(says(site, "raise max_wal_senders"));
    other.reset();
    CHECK(history_becomes(site, "1"));
}

TEST_CASE(
    "a history whose disk is full is waited for, and has everything once when there is room") {
    RelaySite site(table);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    constexpr std::size_t no_room = 4U << 20U;
    site.history.stop(20s);
    site.history.start(no_room);
    site.in_source("INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(2, 50000) AS i");
    CHECK(says(site, "could not extend file"));
    CHECK(site.is_relay_running());
    CHECK_EQ(site.of_history(all_ids), "1");
    site.history.stop(20s);
    site.history.start();
    CHECK(eventually([&] {
        return site.of_history(
                   "SELECT count(*) || ' ' || count(DISTINCT data ->> 'id') FROM "
                   "lockstep.change_history WHERE operation = 'INSERT'") == "50000 50000";
    }));
    CHECK_EQ(site.of_history("SELECT count(*) = max(position) FROM lockstep.change_history"), "t");
}

TEST_CASE("keep-alives that come while a change is not durable yet confirm nothing of it") {
    RelaySite site(table, "", {"wal_sender_timeout=500ms"});
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    auto history = site.to_history();
    history.execute(sql("BEGIN; LOCK TABLE lockstep.change_history IN EXCLUSIVE MODE"));
    auto const before = site.of_source("SELECT pg_current_wal_flush_lsn()");
    site.in_source("INSERT INTO t VALUES (2)");
    auto const written = site.of_source("SELECT clock_timestamp()");
    // Three answers to the server later, each of which it had to ask for:
    REQUIRE(eventually([&] {
        return site.of_source(fmt::format(
                   "SELECT reply_time > '{}'::timestamptz + interval '1.5 s' AND sent_lsn > '{}' "
                   "FROM pg_stat_replication",
                   written, before)) == "t";
    }));
    CHECK_EQ(site.of_source(fmt::format(
                 "SELECT confirmed_flush_lsn <= '{}' FROM pg_replication_slots", before)),
             "t");
    site.stop_relay(SIGKILL);
    history.execute(sql("COMMIT"));
    site.start_relay();
    CHECK(history_becomes(site, "1 2"));
}

}  // namespace
}  // namespace lockstep::tests
