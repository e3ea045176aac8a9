// A slot that is polled by SQL, without a replication connection: the same history.
#include <doctest/doctest.h>

#include <csignal>
#include <fstream>
#include <thread>

#include <fmt/core.h>

#include "pg/replication.hpp"
#include "support/cuttable_socket.hpp"
#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view table = "CREATE TABLE t (id int PRIMARY KEY, a text)";
std::string const polled = R"(, "poll": "50ms")";
constexpr std::string_view count =
    "SELECT concat_ws(' ', count(*), count(DISTINCT data ->> 'id')) FROM lockstep.change_history "
    "WHERE operation = 'INSERT'";
constexpr std::string_view has_confirmed =
    "SELECT confirmed_flush_lsn >= '{}' FROM pg_replication_slots";
constexpr std::string_view senders = "SELECT count(*) FROM pg_stat_replication";

/// The most memory that a process has had, in kB.
long peak_of(pid_t pid) {
    std::ifstream status(fmt::format("/proc/{}/status", pid));
    for (std::string word; status >> word;) {
        if (word == "VmHWM:") {
            long kilobytes = 0;
            status >> kilobytes;
            return kilobytes;
        }
    }
    return -1;
}

TEST_CASE("changes come in the order of their commits, once, and no walsender is there") {
    RelaySite site(table, polled);
    site.start_relay();
    auto one = site.to_source();
    one.execute(sql("BEGIN; INSERT INTO t VALUES (1)"));
    for (int i = 2; i <= 6; ++i) {
        site.in_source(fmt::format("INSERT INTO t VALUES ({})", i));
        CHECK_EQ(site.of_source(senders), "0");
    }
    REQUIRE(history_becomes(site, "2 3 4 5 6"));
    one.execute(sql("INSERT INTO t VALUES (7); COMMIT"));
    REQUIRE(history_becomes(site, "2 3 4 5 6 1 7"));
    CHECK_EQ(site.of_source(senders), "0");
    site.stop_relay(SIGTERM);
    CHECK_EQ(site.sync({"serve", "--dry-run"}).out.substr(0, 29), "0 changes in 0 transactions w");
    CHECK_EQ(site.of_history(reasons), "");
}

TEST_CASE("once takes in what was committed before, and confirms it") {
    RelaySite site(table);
    site.in_source("INSERT INTO t SELECT generate_series(1, 100)");
    auto const waits = site.sync({"serve", "--dry-run", "--poll", "1s"});
    CHECK_EQ(waits.out.substr(0, 31), "100 changes in 1 transaction wa");
    auto const end = site.of_source("SELECT pg_current_wal_flush_lsn()");
    auto const outcome = site.sync({"serve", "--once", "--poll", "1s"});
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK_EQ(site.of_history(count), "100 100");
    CHECK_EQ(site.of_source(fmt::format(has_confirmed, end)), "t");
    // Either way goes on where the other ended.
    site.in_source("INSERT INTO t VALUES (101)");
    site.relay_once();
    site.in_source("INSERT INTO t VALUES (102)");
    CHECK_EQ(site.sync({"serve", "--once", "--poll", "1s"}).exit_code, 0);
    CHECK_EQ(site.of_history(count), "102 102");
}

TEST_CASE("what waits for the history is not read again meanwhile") {
    RelaySite site(table, polled);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    auto history = site.to_history();
    history.execute(sql("BEGIN; LOCK TABLE lockstep.change_history IN EXCLUSIVE MODE"));
    site.in_source("INSERT INTO t VALUES (2)");
    REQUIRE(eventually([&] {
        return site.of_history(
                   "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = "
                   "'Lock' AND query LIKE 'COPY%'") == "1";
    }));
    site.in_source("INSERT INTO t VALUES (3)");
    std::this_thread::sleep_for(500ms);  // ten intervals
    history.execute(sql("COMMIT"));
    site.in_source("INSERT INTO t VALUES (4)");
    CHECK(history_becomes(site, "1 2 3 4"));
}

TEST_CASE("sync verify compares, also while a relay polls") {
    RelaySite site(table, polled);
    site.start_relay();
    site.in_source("INSERT INTO t SELECT generate_series(1, 1000)");
    auto const verified = site.sync({"verify", "--complete"});
    CHECK_MESSAGE(verified.exit_code == 0, verified.out, verified.err);
    CHECK(site.is_relay_running());
}

TEST_CASE("a large transaction passes in little memory") {
    RelaySite site(table, polled);
    site.in_source("INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(1, 200000) AS i");
    site.start_relay();
    REQUIRE(eventually([&] { return site.of_history(count) == "200000 200000"; }));
    constexpr long most = 100'000;  // its rows alone are as much
    auto const peak = peak_of(site.relay_pid());
    CHECK_MESSAGE((peak > 0 && peak < most), peak);
}

TEST_CASE("what a killed relay had read but not stored is read again, and nothing twice") {
    RelaySite site(table, polled);
    for (int i = 0; i < 8; ++i) {
        site.in_source(
            fmt::format("DO $$ BEGIN FOR i IN 1..40 LOOP INSERT INTO t VALUES ({} + i); "
                        "COMMIT; END LOOP; END $$",
                        i * 40));
        site.start_relay();
        std::this_thread::sleep_for(std::chrono::milliseconds(30 * i));
        site.stop_relay(i % 2 == 0 ? SIGKILL : SIGTERM);
    }
    site.relay_once();
    CHECK_EQ(site.of_history(count), "320 320");
}

TEST_CASE("where nothing is to be stored, the slot moves on all the same") {
    RelaySite site(table, polled);
    site.in_source("CREATE TABLE other (id int, a text); ALTER PUBLICATION lockstep SET TABLE t");
    site.start_relay();
    site.in_source(
        "INSERT INTO other SELECT i, repeat('x', 100) FROM generate_series(1, 1000) AS i");
    auto const end = site.of_source("SELECT pg_current_wal_flush_lsn()");
    CHECK(eventually([&] {
        return site.of_source(fmt::format(
                   "SELECT confirmed_flush_lsn >= '{}' FROM pg_replication_slots", end)) == "t";
    }));
    site.in_source("INSERT INTO t VALUES (1)");
    CHECK(history_becomes(site, "1"));
}

TEST_CASE("a history in the source itself does not feed on its own changes, and comes to rest") {
    RelaySite site(table);
    site.project.write(
        "schema_sync_config.json",
        fmt::format(R"({{"sync": {{"source": "{}", "slot": "own", "heartbeat": "1h"{}}}}})",
                    site.source.url("postgres"), polled));
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    constexpr std::string_view stored =
        "SELECT count(*) FROM lockstep.change_history WHERE operation <> 'SCHEMA'";
    REQUIRE(eventually([&] { return site.of_source(stored) == "1"; }));
    constexpr std::string_view end = "SELECT lsn FROM lockstep.relay_state WHERE slot = 'own'";
    CHECK(eventually([&] {
        auto const before = site.of_source(end);
        std::this_thread::sleep_for(500ms);  // ten polls
        return site.of_source(end) == before;
    }));
    CHECK_EQ(site.of_source(stored), "1");
}

TEST_CASE("a slot that is dropped between two polls is a new epoch") {
    RelaySite site(table, polled);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    REQUIRE(eventually([&] {
        try {
            site.in_source("SELECT pg_drop_replication_slot('lockstep')");
            return true;
        } catch (lockstep::Error const&) {
            return false;  // a poll was under way
        }
    }));
    REQUIRE(
        eventually([&] { return site.of_history(reasons) == "the replication slot was dropped"; }));
    site.in_source("INSERT INTO t VALUES (2)");
    CHECK(history_becomes(site, "1 2"));
}

TEST_CASE("a slot that somebody advances between two polls is a new epoch") {
    RelaySite site(table, R"(, "poll": "2s")");
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    site.in_source("INSERT INTO t VALUES (2)");
    site.in_source("SELECT pg_replication_slot_advance('lockstep', pg_current_wal_flush_lsn())");
    REQUIRE(eventually(
        [&] { return holds(site.of_history(reasons), "somebody else has advanced it"); }));
    site.in_source("INSERT INTO t VALUES (3)");
    CHECK(history_becomes(site, "1 3"));
}

TEST_CASE("a second relay stands by while the first polls, and takes over when it is killed") {
    RelaySite site(table, polled);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    CHECK_EQ(site.sync({"serve", "--once"}).exit_code, 5);
    pg::Process standby({.arguments = {LOCKSTEP_BINARY, "-v", "--config",
                                       site.project.path("schema_sync_config.json"), "sync",
                                       "serve", "--listen", "none"},
                         .output = site.project.path("standby.log")});
    REQUIRE(eventually([&] { return holds(site.project.read("standby.log"), "standing by"); }));
    site.stop_relay(SIGKILL);
    site.in_source("INSERT INTO t VALUES (2)");
    CHECK(history_becomes(site, "1 2"));
    standby.stop(SIGTERM, 10s);
}

TEST_CASE("a slot that somebody else reads is waited for, then taken") {
    RelaySite site(table, polled);
    site.in_source("INSERT INTO t VALUES (1)");
    pg::ReplicationStream other(site.source.url("postgres"), pg::ConnectOptions{});
    other.start(
        sql("START_REPLICATION SLOT lockstep LOGICAL 0/0 (proto_version '1', publication_names "
            "'lockstep')"));
    site.start_relay();
    CHECK(history_becomes(site, "1"));
}

TEST_CASE("status tells of a relay that polls, though nobody holds the slot") {
    RelaySite site(table, R"(, "poll": "1s")");
    CHECK(holds(site.sync({"status"}).out, "nobody reads it"));
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    REQUIRE(eventually([&] {
        return site.of_source("SELECT active_pid IS NULL FROM pg_replication_slots") == "t";
    }));
    auto const status = site.sync({"status"});
    CHECK_MESSAGE(holds(status.out, "polled by "), status.out);
    CHECK_FALSE(holds(status.out, "no relay"));
    site.stop_relay(SIGTERM);
    CHECK(holds(site.sync({"status"}).out, "nobody reads it"));
}

TEST_CASE("a role that may replicate, and nothing else, may poll") {
    RelaySite site(table);
    site.in_source("CREATE ROLE relay LOGIN REPLICATION; INSERT INTO t VALUES (1)");
    auto url = site.source.url("postgres");
    url.replace(url.find("lockstep_scratch@"), 17, "relay@");
    auto const outcome = site.sync({"serve", "--once", "--poll", "1s", "--db", url});
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK_EQ(site.of_history(all_ids), "1");
}

TEST_CASE("a source that is stopped or killed between polls is connected to again") {
    RelaySite site(table, polled);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    CHECK(site.source.stop(15s));
    site.source.start();
    site.in_source("INSERT INTO t VALUES (2)");
    CHECK(history_becomes(site, "1 2"));
    site.source.kill();
    site.source.start();
    site.in_source("INSERT INTO t VALUES (3)");
    CHECK(history_becomes(site, "1 2 3"));
    CHECK_EQ(site.of_history(reasons), "");
}

TEST_CASE("a connection that is lost without a word is noticed by the silence") {
    RelaySite site(table);
    CuttableSocket network(site.source.socket());
    site.project.write(
        "schema_sync_config.json",
        fmt::format(R"({{"sync": {{"source": "{}", "history": {{"url": "{}"}}{}}}}})",
                    site.source.url("postgres", network.folder()), site.history.url("postgres"),
                    polled));
    site.start_relay({"--statement-timeout", "1000"});
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    network.freeze();
    site.in_source("INSERT INTO t VALUES (2)");
    CHECK(eventually([&] { return holds(site.relay_log(), "trying again"); }));
    network.mend();
    CHECK(history_becomes(site, "1 2"));
}

TEST_CASE("the slot is free soon after a relay was killed, though the server had nothing to send") {
    RelaySite site(table, polled);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    auto other = site.to_source();
    other.execute(sql("BEGIN; LOCK TABLE pg_publication; INSERT INTO t VALUES (2)"));
    site.in_source("INSERT INTO t VALUES (3)");
    auto const is_held = [&] {
        return site.of_source("SELECT count(active_pid) FROM pg_replication_slots") == "1";
    };
    auto const waits_for_lock = [&] {
        return site.of_source("SELECT count(*) FROM pg_locks WHERE NOT granted") == "1";
    };
    REQUIRE(eventually(waits_for_lock));
    CHECK(is_held());
    site.stop_relay(SIGKILL);
    CHECK(eventually([&] { return !is_held(); }));
}

TEST_CASE("intervals that are too short, and streaming, are refused") {
    RelaySite site(table, R"(, "streaming": true)");
    auto const both = site.sync({"serve", "--once", "--poll", "1s"});
    CHECK_EQ(both.exit_code, 2);
    CHECK(holds(both.err, "`sync.streaming` cannot be"));
    auto const often = site.sync({"serve", "--once", "--poll", "9ms"});
    CHECK_EQ(often.exit_code, 2);
    CHECK(holds(often.err, "polling every 9 ms is too often"));
}

}  // namespace
}  // namespace lockstep::tests
