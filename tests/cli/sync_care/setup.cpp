// What `sync setup` makes, and that it makes it once.
#include <doctest/doctest.h>

#include <fmt/core.h>

#include "support/care_site.hpp"

namespace lockstep::tests {
namespace {

constexpr std::string_view orders = "CREATE TABLE orders (id int PRIMARY KEY, total numeric)";

std::string published(CareSite& site) {
    return site.value(
        "SELECT coalesce(string_agg(format('%I.%I', schemaname, tablename), ', ' ORDER BY "
        "schemaname, tablename), '') FROM pg_publication_tables WHERE pubname = 'lockstep'");
}

/// All that setup makes, as the server tells of it.
std::string made(CareSite& site) {
    return site.value(
               "SELECT string_agg(c.oid || ' ' || relname || ' ' || relreplident::text, ',' ORDER "
               "BY "
               "c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname "
               "NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'") +
           published(site) +
           site.value(fmt::format("SELECT row(plugin, restart_lsn, confirmed_flush_lsn) FROM "
                                  "pg_replication_slots WHERE slot_name = '{}'",
                                  site.name())) +
           site.value("SELECT s::text FROM lockstep.relay_state s") +
           site.value("SELECT string_agg(e::text, ',') FROM lockstep.relay_epoch e");
}

TEST_CASE("sync setup makes history, publication, slot and the first epoch") {
    CareSite site(orders);
    auto const outcome = site.sync({"setup"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_FALSE(holds(outcome.err, "warning"));
    CHECK_MESSAGE(holds(outcome.out, "made publication lockstep\n"), outcome.out);
    CHECK(holds(outcome.out, "added 1 table to publication lockstep: public.orders\n"));
    CHECK_EQ(published(site), "public.orders");
    CHECK_EQ(site.value("SELECT epoch || ' ' || position || ' ' || term || ' ' || slot FROM "
                        "lockstep.relay_state"),
             "1 0 0 " + site.name());
    CHECK_EQ(site.value("SELECT reason || ' ' || position FROM lockstep.relay_epoch WHERE epoch = "
                        "1"),
             "sync setup 0");
    CHECK_EQ(site.value("SELECT s.lsn = r.confirmed_flush_lsn AND r.plugin = 'pgoutput' FROM "
                        "lockstep.relay_state s JOIN pg_replication_slots r ON r.slot_name = "
                        "s.slot"),
             "t");
    CHECK_EQ(site.value("SELECT system_identifier FROM lockstep.relay_state"),
             site.value("SELECT system_identifier FROM pg_control_system()"));
    CHECK_EQ(site.value("SELECT count(*) FROM pg_inherits WHERE inhparent = "
                        "'lockstep.change_history'::regclass"),
             "3");
}

TEST_CASE("sync setup changes nothing the second time, and says so") {
    CareSite site(orders);
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    auto const before = made(site);
    auto const outcome = site.sync({"setup"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_EQ(outcome.out, "all that the relay needs is there\n");
    CHECK_EQ(made(site), before);
}

TEST_CASE(
    "tables of an earlier version are brought up to date by setup, and not relayed into before") {
    CareSite site(orders);
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    site.run("ALTER TABLE lockstep.relay_state DROP COLUMN publication");
    auto const served = site.sync({"serve", "--once"});
    CHECK_EQ(served.exit_code, 4);
    CHECK_MESSAGE(holds(served.err,
                        "the relay's tables are of an earlier version: lockstep.relay_state has no "
                        "column publication"),
                  served.err);
    CHECK(holds(served.err, "lockstep sync setup"));
    CHECK(holds(site.sync({"status"}).out, "it has no column publication"));
    auto const outcome = site.sync({"setup"});
    CHECK_EQ(outcome.out, "added column publication to lockstep.relay_state\n");
    CHECK_EQ(site.sync({"serve", "--once"}).exit_code, 0);
}

TEST_CASE("sync setup --dry-run shows SQL, and changes nothing") {
    CareSite site(orders);
    auto const outcome = site.sync({"setup", "--dry-run"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_MESSAGE(holds(outcome.out, "ALTER PUBLICATION lockstep ADD TABLE public.orders;"),
                  outcome.out);
    CHECK_EQ(site.value("SELECT to_regnamespace('lockstep')"), "(null)");
    CHECK_EQ(published(site), "");
    CHECK_EQ(site.value("SELECT count(*) FROM pg_replication_slots WHERE database = "
                        "current_database()"),
             "0");
}

TEST_CASE("what the dry run shows, psql could run") {
    CareSite site(orders);
    auto const shown = site.sync({"setup", "--dry-run"}).out;
    site.run(shown.substr(0, shown.find("-- make slot")));
    CHECK_EQ(published(site), "public.orders");
    auto const outcome = site.sync({"setup"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_FALSE(holds(outcome.out, "publication"));
}

TEST_CASE("changes of the history are not published, however the tables are chosen") {
    CareSite site(orders, R"("tables": ["*"], "history": {"table": "audit.log"})");
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    CHECK_EQ(published(site), "public.orders");
    CHECK_NE(site.value("SELECT to_regclass('audit.log')"), "(null)");
    CHECK_EQ(site.sync({"setup"}).out, "all that the relay needs is there\n");
}

TEST_CASE("a published table that the config names no more leaves the publication") {
    CareSite site("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)");
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    CHECK_EQ(published(site), "public.a, public.b");
    site.configure(R"("tables": ["b", "public.c*"])");
    site.run("CREATE TABLE c1 (id int PRIMARY KEY)");
    auto const outcome = site.sync({"setup"});
    CHECK_MESSAGE(holds(outcome.out, "removed 1 table from publication lockstep: public.a\n"),
                  outcome.out);
    CHECK_EQ(published(site), "public.b, public.c1");
}

TEST_CASE("a partitioned table is published by its root") {
    CareSite site(
        "CREATE TABLE log (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day); "
        "CREATE TABLE log_1 PARTITION OF log DEFAULT");
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    CHECK_EQ(published(site), "public.log");
    CHECK_EQ(site.value("SELECT pubviaroot FROM pg_publication"), "t");
}

TEST_CASE("a slot that was dropped is made anew, with a new epoch") {
    CareSite site(orders);
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    site.run(fmt::format("SELECT pg_drop_replication_slot('{}')", site.name()));
    auto const outcome = site.sync({"setup"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_MESSAGE(holds(outcome.out, "began a new epoch after 1: the slot was gone\n"),
                  outcome.out);
    CHECK_EQ(site.value("SELECT epoch || ' ' || term FROM lockstep.relay_state"), "2 1");
    CHECK_EQ(site.value("SELECT reason FROM lockstep.relay_epoch WHERE epoch = 2"),
             "the slot was gone");
}

TEST_CASE("a publication that was dropped takes its slot along: WAL before it cannot be decoded") {
    CareSite site(orders);
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    site.run("DROP PUBLICATION lockstep; INSERT INTO orders VALUES (1)");
    auto const outcome = site.sync({"setup"});
    CHECK_MESSAGE(holds(outcome.out, "began a new epoch after 1: the publication was gone\n"),
                  outcome.out);
    site.run("INSERT INTO orders VALUES (2)");
    CHECK_EQ(site.value(fmt::format("SELECT count(*) > 0 FROM pg_logical_slot_peek_binary_changes('"
                                    "{}', NULL, NULL, 'proto_version', '1', 'publication_names', "
                                    "'lockstep')",
                                    site.name())),
             "t");
}

TEST_CASE("a history that lost its state goes on at its position, in the next epoch") {
    CareSite site(orders);
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    site.run(
        "INSERT INTO lockstep.change_history VALUES (gen_random_uuid(), 7, '0/1', 'orders', "
        "'INSERT', NULL, NULL, 1, '', now()); DELETE FROM lockstep.relay_state");
    REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
    CHECK_EQ(site.value("SELECT epoch || ' ' || position FROM lockstep.relay_state"), "2 7");
}

}  // namespace
}  // namespace lockstep::tests
