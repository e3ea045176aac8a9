// Slots, servers and networks that fail: what the relay does then, and what it never does.
#include <doctest/doctest.h>

#include <csignal>
#include <thread>

#include <fmt/core.h>

#include "support/cuttable_socket.hpp"
#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view table = "CREATE TABLE t (id int PRIMARY KEY, a text)";

TEST_CASE("a slot that is dropped while nobody looks is a new epoch, never a silent start") {
    RelaySite site(table);
    site.in_source("INSERT INTO t VALUES (1)");
    site.relay_once();
    site.in_source("SELECT pg_drop_replication_slot('lockstep')");
    site.in_source("INSERT INTO t VALUES (2)");
    auto const outcome = site.sync({"serve", "--once"});
    CHECK_EQ(outcome.exit_code, 1);
    CHECK(holds(outcome.err, "the replication slot was dropped: a new epoch begins"));
    site.in_source("INSERT INTO t VALUES (3)");
    site.relay_once();
    CHECK_EQ(site.of_history(all_ids), "1 3");
    CHECK_EQ(site.of_history(reasons), "the replication slot was dropped");
}

TEST_CASE("a slot that is dropped under a running relay is noticed by it") {
    RelaySite site(table);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    CHECK(eventually([&] {
        site.in_source("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots");
        try {
            site.in_source("SELECT pg_drop_replication_slot('lockstep')");
            return true;
        } catch (lockstep::Error const&) {
            return false;
        }
    }));
    REQUIRE(
        eventually([&] { return site.of_history(reasons) == "the replication slot was dropped"; }));
    site.in_source("INSERT INTO t VALUES (2)");
    CHECK(history_becomes(site, "1 2"));
    CHECK(site.is_relay_running());
}

TEST_CASE("a slot that somebody has advanced has lost changes: a new epoch") {
    RelaySite site(table);
    site.in_source("INSERT INTO t VALUES (1)");
    site.in_source("SELECT pg_replication_slot_advance('lockstep', pg_current_wal_flush_lsn())");
    CHECK_EQ(site.sync({"serve", "--once"}).exit_code, 1);
    CHECK(holds(site.of_history(reasons), "somebody else has advanced it"));
}

TEST_CASE("a slot whose log was removed is a new epoch") {
    RelaySite site(table, "",
                   {"max_slot_wal_keep_size=1MB", "min_wal_size=32MB", "max_wal_size=32MB"});
    site.in_source("CREATE TABLE much (a text)");
    REQUIRE(eventually([&] {
        site.in_source(
            "INSERT INTO much SELECT repeat(md5(i::text), 50) FROM generate_series(1, "
            "20000) AS i; CHECKPOINT");
        return site.of_source("SELECT wal_status FROM pg_replication_slots") == "lost";
    }));
    auto const outcome = site.sync({"serve", "--once"});
    CHECK_EQ(outcome.exit_code, 1);
    CHECK(holds(site.of_history(reasons), "the replication slot is lost"));
    site.in_source("INSERT INTO t VALUES (1)");
    site.relay_once();
    CHECK_EQ(site.of_history(all_ids), "1");
}

TEST_CASE("without its publication it says so; one that is made anew is a new epoch") {
    RelaySite site(table);
    site.in_source("INSERT INTO t VALUES (1)");
    site.relay_once();
    site.in_source("DROP PUBLICATION lockstep");
    site.in_source("INSERT INTO t VALUES (2)");
    auto const outcome = site.sync({"serve", "--once"});
    CHECK_EQ(outcome.exit_code, 7);
    CHECK(holds(outcome.err, "publication \"lockstep\" does not exist"));
    CHECK_EQ(site.sync({"setup"}).exit_code, 0);
    CHECK(holds(site.of_history(reasons), "publication"));
    site.in_source("INSERT INTO t VALUES (3)");
    site.relay_once();
    CHECK_EQ(site.of_history(all_ids), "1 3");
}

TEST_CASE("a publication that is dropped under a running relay stops it until there is one again") {
    RelaySite site(table, R"(, "heartbeat": "200ms")");
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    site.in_source("DROP PUBLICATION lockstep");
    site.in_source("INSERT INTO t VALUES (2)");
    REQUIRE(eventually([&] { return holds(site.relay_log(), "does not exist"); }));
    site.in_source("CREATE PUBLICATION lockstep FOR TABLE t");
    REQUIRE(eventually([&] { return holds(site.of_history(reasons), "made anew"); }));
    site.in_source("INSERT INTO t VALUES (3)");
    CHECK(history_becomes(site, "1 3"));
}

TEST_CASE("a second relay stands by, and takes over when the first is killed") {
    RelaySite site(table);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    auto const busy = site.sync({"serve", "--once"});
    CHECK_EQ(busy.exit_code, 5);
    CHECK(holds(busy.err, "the slot lockstep has a relay: "));
    pg::Process standby({.arguments = {LOCKSTEP_BINARY, "-v", "--config",
                                       site.project.path("schema_sync_config.json"), "sync",
                                       "serve", "--listen", "none"},
                         .output = site.project.path("standby.log")});
    REQUIRE(eventually([&] { return holds(site.project.read("standby.log"), "standing by"); }));
    site.stop_relay(SIGKILL);
    auto const killed = std::chrono::steady_clock::now();
    site.in_source("INSERT INTO t VALUES (2)");
    CHECK(history_becomes(site, "1 2"));
    CHECK(std::chrono::steady_clock::now() - killed < 10s);
    standby.stop(SIGTERM, 10s);
}

TEST_CASE("a relay that was stopped and wakes up after another took over writes nothing") {
    RelaySite site(table);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    ::kill(site.relay_pid(), SIGSTOP);
    site.in_source("INSERT INTO t VALUES (2)");
    // As if its lease had run out.
    auto history = site.to_history();
    history.execute(sql("UPDATE lockstep.relay_state SET seen_at = now() - interval '1 hour'"));
    site.relay_once();
    CHECK_EQ(site.of_history(all_ids), "1 2");
    ::kill(site.relay_pid(), SIGCONT);
    site.in_source("INSERT INTO t VALUES (3)");
    CHECK(history_becomes(site, "1 2 3"));
    CHECK_EQ(site.of_history("SELECT count(*) = max(position) FROM lockstep.change_history"), "t");
    CHECK_EQ(site.of_history(reasons), "");
}

TEST_CASE("a source that is stopped in order does not wait for the relay, and nothing is lost") {
    RelaySite site(table);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
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

TEST_CASE("a history that was restored from a backup has a gap, which begins an epoch") {
    RelaySite site(table);
    site.in_source("INSERT INTO t VALUES (1)");
    site.relay_once();
    auto const state = site.of_history(
        "SELECT format('UPDATE lockstep.relay_state SET position = %s, "
        "lsn = %L', position, lsn) FROM lockstep.relay_state");
    site.in_source("INSERT INTO t VALUES (2)");
    site.relay_once();
    auto history = site.to_history();
    history.execute(sql("DELETE FROM lockstep.change_history WHERE data ->> 'id' = '2'"));
    history.execute(Sql::from_server(state));
    site.in_source("INSERT INTO t VALUES (3)");
    CHECK_EQ(site.sync({"serve", "--once"}).exit_code, 1);
    CHECK(holds(site.of_history(reasons), "or the history was restored"));
}

TEST_CASE("a history that is away for a while is waited for, and the slot keeps what comes") {
    RelaySite site(table);
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    site.history.kill();
    site.in_source("INSERT INTO t SELECT generate_series(2, 20000)");
    std::this_thread::sleep_for(1s);
    CHECK(site.is_relay_running());
    site.history.start();
    CHECK(eventually([&] {
        return site.of_history(
                   "SELECT count(*) FROM lockstep.change_history WHERE operation = "
                   "'INSERT'") == "20000";
    }));
}

TEST_CASE("a history that may not be written is waited for, with the reason in the log") {
    RelaySite site(table);
    auto history = site.to_history();
    history.execute(sql("ALTER DATABASE postgres SET default_transaction_read_only = on"));
    site.in_source("INSERT INTO t VALUES (1)");
    CHECK(holds(site.sync({"serve", "--once"}).err, "read-only transaction"));
    site.start_relay();
    REQUIRE(eventually([&] { return holds(site.relay_log(), "read-only transaction"); }));
    history.execute(
        sql("SET transaction_read_only = off; "
            "SET default_transaction_read_only = off"));
    history.execute(sql("ALTER DATABASE postgres RESET default_transaction_read_only"));
    CHECK(history_becomes(site, "1"));
}

/// A site whose source is behind a network that can fail.
struct Networked {
    Networked() : site(table), network(site.source.socket()) {
        site.project.write(
            "schema_sync_config.json",
            fmt::format(R"({{"sync": {{"source": "{}", "history": {{"url": "{}"}}}}}})",
                        site.source.url("postgres", network.folder()),
                        site.history.url("postgres")));
        site.in_source("ALTER SYSTEM SET wal_sender_timeout = '2s'");
        site.in_source("SELECT pg_reload_conf()");
        site.start_relay();
        site.in_source("INSERT INTO t VALUES (1)");
        REQUIRE(history_becomes(site, "1"));
    }
    RelaySite site;
    CuttableSocket network;
};

TEST_CASE("a network that is cut, or closed by halves, is connected through again") {
    Networked it;
    it.network.cut();
    it.site.in_source("INSERT INTO t VALUES (2)");
    it.network.mend();
    CHECK(history_becomes(it.site, "1 2"));
    it.network.half_close();
    it.site.in_source("INSERT INTO t VALUES (3)");
    CHECK(history_becomes(it.site, "1 2 3"));
}

TEST_CASE("a connection that is lost without a word is noticed by the silence") {
    Networked it;
    it.network.freeze();
    it.site.in_source("INSERT INTO t VALUES (2)");
    CHECK(
        eventually([&] { return holds(it.site.relay_log(), "the source has said nothing for "); }));
    it.network.mend();
    CHECK(history_becomes(it.site, "1 2"));
}

TEST_CASE("a history that is lost without a word is noticed by the silence, too") {
    RelaySite site(table);
    CuttableSocket network(site.history.socket());
    site.project.write(
        "schema_sync_config.json",
        fmt::format(R"({{"sync": {{"source": "{}", "history": {{"url": "{}"}}}}}})",
                    site.source.url("postgres"), site.history.url("postgres", network.folder())));
    site.start_relay({"--statement-timeout", "1000"});
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    network.freeze();
    site.in_source("INSERT INTO t VALUES (2)");
    CHECK(eventually([&] { return holds(site.relay_log(), " has said nothing for 1 s"); }));
    network.mend();
    CHECK(history_becomes(site, "1 2"));
}

TEST_CASE("a slow network is slow, and nothing else") {
    Networked it;
    it.network.delay(100ms);
    it.site.in_source("INSERT INTO t SELECT generate_series(2, 200)");
    CHECK(eventually([&] {
        return it.site.of_history(
                   "SELECT count(*) FROM lockstep.change_history WHERE operation = "
                   "'INSERT'") == "200";
    }));
}

TEST_CASE("a relay that cannot write for longer than wal_sender_timeout keeps its connection") {
    RelaySite site(table, "", {"wal_sender_timeout=1s"});
    site.start_relay();
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    auto const sender = site.of_source("SELECT active_pid FROM pg_replication_slots");
    auto history = site.to_history();
    history.execute(sql("BEGIN; LOCK TABLE lockstep.change_history IN EXCLUSIVE MODE"));
    site.in_source("INSERT INTO t SELECT generate_series(2, 100000)");
    std::this_thread::sleep_for(4s);
    CHECK_EQ(site.of_source("SELECT active_pid FROM pg_replication_slots"), sender);
    history.execute(sql("COMMIT"));
    CHECK(eventually([&] {
        return site.of_history(
                   "SELECT count(*) FROM lockstep.change_history WHERE operation = "
                   "'INSERT'") == "100000";
    }));
}

TEST_CASE("a password that was changed is an error with a hint, and then a retry") {
    RelaySite site(table);
    site.in_source("CREATE ROLE relay LOGIN REPLICATION SUPERUSER PASSWORD 'old'");
    site.source.ask_for_password("relay");
    auto url = site.source.url("postgres");
    url.replace(url.find("lockstep_scratch@"), 17, "relay:new@");
    auto const with_password = [&](std::string_view subcommand) {
        return site.sync({std::string(subcommand), "--once", "--db", url});
    };
    auto const refused = with_password("serve");
    CHECK_EQ(refused.exit_code, 3);
    CHECK(holds(refused.err, "password authentication failed"));
    site.in_source("ALTER ROLE relay PASSWORD 'new'");
    CHECK_EQ(with_password("serve").exit_code, 0);
}

TEST_CASE("/health, /ready and /metrics tell how it goes") {
    RelaySite site(table);
    site.start_relay({"--listen", "127.0.0.1:0"});
    REQUIRE(eventually([&] { return holds(site.relay_log(), "listening on 127.0.0.1:"); }));
    auto const log = site.relay_log();
    auto const at = log.find("listening on ") + 13;
    auto const address = log.substr(at, log.find('\n', at) - at);
    auto const get = [&](std::string const& path) {
        return run_program("/usr/bin/curl", {"-s", "-w", " %{http_code}", address + path}).out;
    };
    REQUIRE(eventually([&] { return holds(get("/ready"), " 200"); }));
    site.in_source("INSERT INTO t VALUES (1)");
    CHECK(eventually([&] { return holds(get("/health"), R"("cursor":"1:2")"); }));
    CHECK(holds(get("/metrics"), "lockstep_relay_position 2\n"));
    CHECK(holds(get("/metrics"), "lockstep_relay_dead_letters_total 0\n"));
    // What moves the place on, and is no change, is no commit either.
    REQUIRE_EQ(site.sync({"verify"}).exit_code, 0);
    auto const committed = site.of_history(
        "SELECT floor(extract(epoch FROM max(timestamp)))::bigint FROM lockstep.change_history");
    CHECK(holds(get("/metrics"), "lockstep_relay_last_commit_seconds " + committed));
    site.source.kill();
    CHECK(eventually([&] { return holds(get("/ready"), " 503"); }));
    CHECK(holds(get("/health"), R"("status":"trouble")"));
    site.source.start();
    CHECK(eventually([&] { return holds(get("/ready"), " 200"); }));
}

}  // namespace
}  // namespace lockstep::tests
