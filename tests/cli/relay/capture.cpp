// What is in a transaction, and what is not, and in which order.
#include <doctest/doctest.h>

#include <csignal>
#include <thread>

#include <fmt/core.h>

#include "support/history_replay.hpp"
#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view table = "CREATE TABLE t (id int PRIMARY KEY, a text)";

/// "INSERT 1 | DELETE 1": operations and ids, in order, but for SCHEMA.
std::string story(RelaySite const& site) {
    return site.of_history(
        "SELECT coalesce(string_agg(concat_ws(' ', operation, coalesce(data, old_data) ->> 'id'), "
        "' | ' ORDER BY position), '') FROM lockstep.change_history WHERE operation <> 'SCHEMA'");
}

std::string waiting(RelaySite const& site) {
    auto const outcome = site.sync({"serve", "--dry-run"});
    return outcome.out.substr(0, outcome.out.find(" wait"));
}

TEST_CASE("after a clean end nothing is sent again") {
    RelaySite site(table);
    site.in_source("INSERT INTO t SELECT generate_series(1, 100)");
    CHECK_EQ(waiting(site), "100 changes in 1 transaction");
    site.relay_once();
    CHECK_EQ(waiting(site), "0 changes in 0 transactions");
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT count(*) FROM lockstep.change_history"), "101");
}

TEST_CASE("transactions come in the order of their commits, whole") {
    RelaySite site(table);
    auto one = site.to_source();
    auto other = site.to_source();
    one.execute(sql("BEGIN; INSERT INTO t VALUES (1)"));
    other.execute(sql("BEGIN; INSERT INTO t VALUES (2)"));
    one.execute(sql("INSERT INTO t VALUES (3)"));
    other.execute(sql("COMMIT"));
    one.execute(sql("COMMIT"));
    site.relay_once();
    CHECK_EQ(story(site), "INSERT 2 | INSERT 1 | INSERT 3");
    auto history = site.to_history();
    CHECK_EQ(site.of_history("SELECT count(DISTINCT lsn) FROM lockstep.change_history"), "2");
}

TEST_CASE("back-to-back transactions are all there after a stop at any of them") {
    RelaySite site(table);
    for (int i = 0; i < 8; ++i) {
        site.in_source(
            fmt::format("DO $$ BEGIN FOR i IN 1..40 LOOP INSERT INTO t VALUES ({} + i); "
                        "COMMIT; END LOOP; END $$",
                        i * 40));
        site.start_relay();
        std::this_thread::sleep_for(std::chrono::milliseconds(20 * i));
        site.stop_relay(i % 2 == 0 ? SIGKILL : SIGTERM);
    }
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT count(*) || ' ' || count(DISTINCT data ->> 'id') FROM "
                             "lockstep.change_history WHERE operation = 'INSERT'"),
             "320 320");
}

TEST_CASE(
    "a large transaction is absent as a whole, then there once, however often it is cut off") {
    RelaySite site(table);
    site.in_source("INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 200000) AS i");
    constexpr std::string_view count =
        "SELECT count(*) FROM lockstep.change_history WHERE operation = 'INSERT'";
    for (int i = 1; i <= 4; ++i) {
        site.start_relay();
        std::this_thread::sleep_for(std::chrono::milliseconds(200 * i));
        site.stop_relay(SIGKILL);
        auto const there = site.of_history(count);
        CHECK((there == "0" || there == "200000"));
    }
    site.relay_once();
    CHECK_EQ(site.of_history(count), "200000");
}

TEST_CASE("rows of a COPY, which share a place in the log, are all there once") {
    RelaySite site(table);
    site.in_source("COPY t (id) FROM PROGRAM 'seq 1 5000'");
    site.start_relay();
    std::this_thread::sleep_for(100ms);
    site.stop_relay(SIGKILL);
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT count(*) || ' ' || count(DISTINCT data ->> 'id') FROM "
                             "lockstep.change_history WHERE operation = 'INSERT'"),
             "5000 5000");
}

TEST_CASE("what is rolled back is not there: savepoints, transactions, also large ones") {
    RelaySite site(table, "", {"logical_decoding_work_mem=64kB"});
    site.in_source(
        "BEGIN; INSERT INTO t VALUES (1); SAVEPOINT s; INSERT INTO t VALUES (2); ROLLBACK "
        "TO s; INSERT INTO t VALUES (3); COMMIT");
    site.in_source("BEGIN; INSERT INTO t SELECT generate_series(100, 20000); ROLLBACK");
    site.relay_once();
    CHECK_EQ(story(site), "INSERT 1 | INSERT 3");
}

TEST_CASE("large transactions that are sent before they end wait for their commits") {
    RelaySite site(table, R"(, "streaming": true)", {"logical_decoding_work_mem=64kB"});
    auto one = site.to_source();
    auto other = site.to_source();
    one.execute(
        sql("BEGIN; INSERT INTO t SELECT i, 'one' FROM generate_series(1, 5000) AS i; "
            "SAVEPOINT s; INSERT INTO t SELECT i FROM generate_series(90001, 95000) AS i; "
            "ROLLBACK TO s"));
    other.execute(
        sql("BEGIN; INSERT INTO t SELECT i, 'two' FROM generate_series(5001, 10000) AS i"));
    site.start_relay();
    std::this_thread::sleep_for(300ms);
    one.execute(
        sql("INSERT INTO t SELECT i, 'one' FROM generate_series(10001, 15000) AS i; COMMIT"));
    other.execute(sql("ROLLBACK"));
    site.stop_relay(SIGTERM);
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT concat_ws(' ', count(*), count(DISTINCT data ->> 'id'), "
                             "count(DISTINCT transaction_id)) FROM lockstep.change_history WHERE "
                             "operation = 'INSERT'"),
             "10000 10000 1");
    auto source = site.to_source();
    auto history = site.to_history();
    CHECK_EQ(difference(replay(history, "t", {"id"}), rows_of(source, "t", {"id"})), "");
}

TEST_CASE("a prepared transaction comes once, when it is committed") {
    RelaySite site(table, "", {"max_prepared_transactions=5"});
    site.in_source("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'p'");
    site.in_source("INSERT INTO t VALUES (2)");
    site.relay_once();
    CHECK_EQ(story(site), "INSERT 2");
    site.in_source("COMMIT PREPARED 'p'");
    site.relay_once();
    CHECK_EQ(story(site), "INSERT 2 | INSERT 1");
}

TEST_CASE("TRUNCATE is a change of each table, in its place") {
    RelaySite site(
        "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY, t int "
        "REFERENCES t)");
    site.in_source(
        "BEGIN; INSERT INTO t VALUES (1); TRUNCATE t RESTART IDENTITY CASCADE; INSERT "
        "INTO t VALUES (2); COMMIT");
    site.relay_once();
    CHECK_EQ(story(site), "INSERT 1 | TRUNCATE | TRUNCATE | INSERT 2");
    CHECK_EQ(site.of_history("SELECT string_agg(DISTINCT metadata::text, '') FROM "
                             "lockstep.change_history WHERE operation = 'TRUNCATE'"),
             R"({"cascade": true, "restart_identity": true})");
}

TEST_CASE("an update of the key tells the old one") {
    RelaySite site(table);
    site.in_source("INSERT INTO t VALUES (1); UPDATE t SET id = 2");
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT concat(old_data, data) FROM lockstep.change_history WHERE "
                             "operation = 'UPDATE'"),
             R"({"id": 1}{"a": null, "id": 2})");
}

TEST_CASE("transactions with nothing for us move the slot all the same") {
    RelaySite site(table);
    site.in_source(
        "CREATE UNLOGGED TABLE fast (id int); CREATE TABLE other (id int PRIMARY KEY); "
        "ALTER PUBLICATION lockstep SET TABLE t");
    site.in_source("INSERT INTO other SELECT generate_series(1, 1000)");
    site.in_source("INSERT INTO fast VALUES (1)");
    site.in_source("SELECT pg_logical_emit_message(true, 'app', 'x')");
    site.in_source("SELECT pg_logical_emit_message(false, 'app', 'y')");
    auto const end = site.of_source("SELECT pg_current_wal_flush_lsn()");
    site.relay_once();
    CHECK_EQ(story(site), "");
    CHECK_EQ(site.of_source(fmt::format("SELECT confirmed_flush_lsn >= '{}' FROM "
                                        "pg_replication_slots",
                                        end)),
             "t");
    site.in_source("INSERT INTO t VALUES (1)");
    site.relay_once();
    CHECK_EQ(story(site), "INSERT 1");
}

TEST_CASE(
    "the slot is never confirmed past what the server has written, however large values are") {
    RelaySite site(table);
    site.start_relay();
    for (int i = 0; i < 20; ++i) {
        site.in_source(fmt::format("INSERT INTO t VALUES ({}, repeat('x', 2000000))", i));
        CHECK_EQ(site.of_source("SELECT confirmed_flush_lsn <= pg_current_wal_flush_lsn() FROM "
                                "pg_replication_slots"),
                 "t");
    }
    site.stop_relay(SIGTERM);
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT count(*) FROM lockstep.change_history WHERE operation = "
                             "'INSERT'"),
             "20");
}

TEST_CASE("a history in the source itself does not feed on its own changes") {
    RelaySite site(table);
    site.project.write("schema_sync_config.json",
                       fmt::format(R"({{"sync": {{"source": "{}", "slot": "own"}}}})",
                                   site.source.url("postgres")));
    CHECK_EQ(site.sync({"setup"}).exit_code, 0);
    site.in_source("INSERT INTO t VALUES (1)");
    for (int i = 0; i < 3; ++i) {
        site.relay_once();
    }
    CHECK_EQ(site.of_source("SELECT count(*) FROM lockstep.change_history WHERE operation <> "
                            "'SCHEMA'"),
             "1");
}

TEST_CASE("changes that were replicated from elsewhere say from where") {
    RelaySite site(table);
    site.in_source("SELECT pg_replication_origin_create('upstream')");
    auto source = site.to_source();
    source.execute(
        sql("SELECT pg_replication_origin_session_setup('upstream'); INSERT INTO t VALUES "
            "(1)"));
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT metadata FROM lockstep.change_history WHERE operation = "
                             "'INSERT'"),
             R"({"origin": "upstream"})");
}

TEST_CASE("partitions are told of as their root, also where their columns stand otherwise") {
    RelaySite site(
        "CREATE TABLE m (id int, k int, a text, PRIMARY KEY (id, k)) PARTITION BY LIST (k); "
        "CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1); "
        "CREATE TABLE m2 (a text, gone int, k int NOT NULL, id int NOT NULL, PRIMARY KEY (id, k)); "
        "ALTER TABLE m2 DROP gone; ALTER TABLE m ATTACH PARTITION m2 FOR VALUES IN (2)");
    site.in_source("INSERT INTO m VALUES (1, 1, 'x'), (2, 2, 'y')");
    site.in_source("UPDATE m SET k = 2 WHERE id = 1");
    site.in_source("ALTER TABLE m DETACH PARTITION m1");
    site.in_source("INSERT INTO m VALUES (3, 2, 'z')");
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT string_agg(DISTINCT table_name, ' ') FROM "
                             "lockstep.change_history WHERE operation = 'INSERT'"),
             "m");
    auto source = site.to_source();
    auto history = site.to_history();
    CHECK_EQ(difference(replay(history, "m", {"id", "k"}), rows_of(source, "m", {"id", "k"})), "");
}

TEST_CASE("a publication's filters and lists of columns are respected") {
    RelaySite site("CREATE TABLE t (id int PRIMARY KEY, a text, secret text)");
    constexpr int first_with_filters = 150'000;
    if (site.to_source().server_version() < first_with_filters) {
        CHECK_THROWS(site.in_source("ALTER PUBLICATION lockstep SET TABLE t WHERE (id > 10)"));
        return;
    }
    site.in_source("ALTER PUBLICATION lockstep SET TABLE t (id, a) WHERE (id > 10)");
    site.in_source("INSERT INTO t VALUES (1, 'x', 's'), (11, 'y', 's')");
    site.in_source("UPDATE t SET id = 12 WHERE id = 1");
    site.in_source("UPDATE t SET id = 2 WHERE id = 11");
    site.relay_once();
    CHECK_EQ(story(site), "INSERT 11 | INSERT 12 | DELETE 11");
    CHECK_EQ(site.of_history("SELECT count(*) FROM lockstep.change_history WHERE data ? 'secret'"),
             "0");
}

TEST_CASE("who made a change is told by the transaction") {
    RelaySite site(table);
    site.in_source(
        "BEGIN; SELECT pg_logical_emit_message(true, 'lockstep.client', 'phone 7'); INSERT "
        "INTO t VALUES (1); COMMIT");
    site.in_source("INSERT INTO t VALUES (2)");
    site.relay_once();
    CHECK_EQ(
        site.of_history("SELECT string_agg(coalesce(client_id, '-'), ' ' ORDER BY position) FROM "
                        "lockstep.change_history WHERE operation = 'INSERT'"),
        "phone 7 -");
}

TEST_CASE("a table that changes is told of in its place; its version, or that none told of it") {
    RelaySite site(table);
    site.in_source("INSERT INTO t VALUES (1)");
    site.in_source(
        "BEGIN; SELECT pg_logical_emit_message(true, 'lockstep.schema', "
        "'{\"version\": \"7\"}'); ALTER TABLE t ADD b int; COMMIT");
    site.in_source("INSERT INTO t VALUES (2)");
    site.in_source("ALTER TABLE t ADD c int");
    site.in_source("INSERT INTO t VALUES (3)");
    // The relay was not there for any of it.
    site.relay_once();
    site.in_source("ALTER TABLE t DROP c");
    site.in_source("INSERT INTO t VALUES (4)");
    site.relay_once();
    CHECK_EQ(
        site.of_history(
            "SELECT string_agg(concat_ws(' ', operation, data ->> 'id', nullif(schema_version, "
            "''), metadata), ' | ' ORDER BY position) FROM lockstep.change_history"),
        R"(SCHEMA | INSERT 1 | SCHEMA 7 | INSERT 2 7 | SCHEMA 7 {"out_of_band": true} | )"
        R"(INSERT 3 7 | SCHEMA 7 {"out_of_band": true} | INSERT 4 7)");
}

TEST_CASE("each change is told with the columns that it had, within one transaction, too") {
    RelaySite site(table);
    site.in_source(
        "BEGIN; INSERT INTO t VALUES (1, 'x'); ALTER TABLE t DROP a; INSERT INTO t VALUES "
        "(2); ALTER TABLE t ADD a int DEFAULT 5; INSERT INTO t VALUES (3); ALTER TABLE t "
        "RENAME a TO b; INSERT INTO t VALUES (4, 6); COMMIT");
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT string_agg(data::text, ' ' ORDER BY position) FROM "
                             "lockstep.change_history WHERE operation = 'INSERT'"),
             R"({"a": "x", "id": 1} {"id": 2} {"a": 5, "id": 3} {"b": 6, "id": 4})");
}

TEST_CASE("a table that is dropped and made anew under its name is another one") {
    RelaySite site(table);
    site.in_source("INSERT INTO t VALUES (1, 'x')");
    site.relay_once();
    site.in_source("DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY, n int)");
    site.in_source("ALTER PUBLICATION lockstep ADD TABLE t");
    site.in_source("INSERT INTO t VALUES (1, 7)");
    site.relay_once();
    CHECK_EQ(story(site), "INSERT 1 | INSERT 1");
    CHECK_EQ(site.of_history("SELECT count(*) FROM lockstep.change_history WHERE operation = "
                             "'SCHEMA' AND old_data IS NULL"),
             "2");
}

TEST_CASE("a table without an identity does not stop the stream") {
    RelaySite site(table);
    site.in_source("CREATE TABLE keyless (id int)");
    site.in_source(
        "ALTER TABLE keyless REPLICA IDENTITY NOTHING; ALTER PUBLICATION lockstep SET "
        "TABLE t, keyless");
    site.in_source("INSERT INTO keyless VALUES (1)");
    CHECK_THROWS(site.in_source("UPDATE keyless SET id = 2"));
    site.in_source("ALTER TABLE keyless REPLICA IDENTITY FULL");
    site.in_source("UPDATE keyless SET id = 2");
    site.in_source("INSERT INTO t VALUES (3)");
    site.relay_once();
    CHECK_EQ(story(site), "INSERT 1 | UPDATE 2 | INSERT 3");
}

}  // namespace
}  // namespace lockstep::tests
