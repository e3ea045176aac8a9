// `sync status`, `sync drop`, the journal of DDL, and what becomes of tables without an identity.
#include <doctest/doctest.h>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "support/care_site.hpp"
#include "support/json_schema.hpp"

namespace lockstep::tests {
namespace {

constexpr std::string_view orders = "CREATE TABLE orders (id int PRIMARY KEY, total numeric)";

nlohmann::json status(CareSite const& site, int exit_code) {
    auto const outcome = site.sync({"status", "--format", "json"});
    CHECK_EQ(outcome.exit_code, exit_code);
    auto json = nlohmann::json::parse(outcome.out);
    for (auto const& error : schema_errors(published_schema("sync-status"), json)) {
        CHECK_EQ(error, "");
    }
    return json;
}

/// The codes of what is wrong.
std::string wrong(nlohmann::json const& json) {
    std::string codes;
    for (auto const& it : json["findings"]) {
        if (it["weight"] == "wrong") {
            codes += (codes.empty() ? "" : " ") + it["code"].get<std::string>();
        }
    }
    return codes;
}

void set_up(CareSite const& site) {
    auto const outcome = site.sync({"setup"});
    REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.err);
}

TEST_CASE("sync status finds nothing wrong after sync setup, and tells where everything is") {
    CareSite site(orders);
    set_up(site);
    auto const json = status(site, 0);
    CHECK_EQ(wrong(json), "");
    CHECK_EQ(json["healthy"], true);
    CHECK_EQ(json["slot"]["plugin"], "pgoutput");
    CHECK_EQ(json["slot"]["limit_bytes"].get<std::int64_t>() > 0, true);
    CHECK_EQ(json["history"]["epoch"], 1);
    CHECK_EQ(json["publication"]["tables"], nlohmann::json::array({"public.orders"}));
    auto const text = site.sync({"status"}).out;
    CHECK_MESSAGE(holds(text, "nobody reads it"), text);
    CHECK(holds(text, "WAL          the slot holds "));
    CHECK(holds(text, "note         no relay reads the slot at the moment"));
}

TEST_CASE("before sync setup, sync status says what is missing") {
    CareSite site(orders);
    CHECK_EQ(wrong(status(site, 1)), "slot_missing history_missing publication_missing");
}

TEST_CASE("sync status sees a slot that was dropped, and one that was made for something else") {
    CareSite site(orders);
    set_up(site);
    site.run(fmt::format("SELECT pg_drop_replication_slot('{}')", site.name()));
    CHECK_EQ(wrong(status(site, 1)), "slot_missing");
    site.run(fmt::format("SELECT pg_create_logical_replication_slot('{}', 'test_decoding')",
                         site.name()));
    CHECK_EQ(wrong(status(site, 1)), "slot_of_others");
    auto const outcome = site.sync({"setup"});
    CHECK_EQ(outcome.exit_code, 5);
    CHECK_MESSAGE(holds(outcome.err, "was made for the plugin test_decoding, not pgoutput"),
                  outcome.err);
}

TEST_CASE("sync status sees that publication and config differ, dead letters and another server") {
    CareSite site(orders);
    set_up(site);
    site.run(
        "CREATE TABLE later (id int PRIMARY KEY); INSERT INTO lockstep.dead_letter (slot, "
        "position, lsn, table_name, operation, error) VALUES ('s', 1, '0/1', 'orders', "
        "'INSERT', 'why'); UPDATE lockstep.relay_state SET system_identifier = '1'");
    CHECK_EQ(wrong(status(site, 1)), "other_server dead_letters publication_lacks");
    site.configure(R"("tables": ["later"])");
    CHECK_EQ(wrong(status(site, 1)),
             "other_server dead_letters publication_lacks publication_surplus");
}

TEST_CASE("sync status measures how fast a slot that nobody reads grows") {
    CareSite site(orders);
    set_up(site);
    site.run(
        "SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000000)) FROM "
        "generate_series(1, 20); UPDATE lockstep.relay_state SET seen_at = now() - interval "
        "'1 hour'");
    auto const json = status(site, 1);
    CHECK_EQ(wrong(json), "no_relay");
    CHECK(json["slot"]["growth_bytes_per_second"].is_number());
    CHECK_GT(json["slot"]["lag_bytes"].get<std::int64_t>(), 20'000'000);
}

TEST_CASE("sync status --watch looks again and again, a line of JSON each time") {
    CareSite site(orders);
    set_up(site);
    auto const outcome = run_program("/usr/bin/env",
                                     {"timeout", "--signal=INT", "3", LOCKSTEP_BINARY, "sync",
                                      "status", "--watch", "200ms", "--format", "json"},
                                     site.options());
    std::size_t lines = 0;
    for (std::size_t at = 0; (at = outcome.out.find('\n', at)) != std::string::npos; ++at) {
        ++lines;
    }
    CHECK_MESSAGE(lines >= 2, outcome.out, outcome.err);
    CHECK(nlohmann::json::accept(outcome.out.substr(0, outcome.out.find('\n'))));
}

TEST_CASE(
    "a table of which nothing tells which row is meant is not published, unless it is mended") {
    CareSite site(
        "CREATE TABLE bare (a int); CREATE TABLE named (a int NOT NULL UNIQUE, b int); CREATE "
        "TABLE maybe (a int UNIQUE); CREATE TABLE late (a int PRIMARY KEY DEFERRABLE)");
    auto outcome = site.sync({"setup"});
    CHECK_EQ(outcome.exit_code, 1);
    CHECK_MESSAGE(holds(outcome.out, "not published: public.bare. It has no replica identity"),
                  outcome.out);
    CHECK(holds(outcome.out, "ALTER TABLE public.named REPLICA IDENTITY USING INDEX named_a_key;"));
    CHECK(holds(outcome.out, "ALTER TABLE public.maybe REPLICA IDENTITY FULL;"));
    site.run("UPDATE bare SET a = 1; UPDATE late SET a = 1");
    CHECK_EQ(site.value("SELECT count(*) FROM pg_publication_tables"), "0");
    CHECK_EQ(site.sync({"setup", "--fix"}).exit_code, 0);
    CHECK_EQ(site.value("SELECT count(*) FROM pg_publication_tables"), "4");
    CHECK_EQ(site.value("SELECT string_agg(relname || ' ' || relreplident::text, ' ' ORDER BY "
                        "relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND "
                        "relkind = 'r'"),
             "bare f late f maybe f named i");
    site.run(
        "UPDATE bare SET a = 1; UPDATE late SET a = 1; DELETE FROM named; UPDATE maybe SET a "
        "= 2");
    CHECK_EQ(wrong(status(site, 0)), "");
}

TEST_CASE("a published table that loses its identity is told by setup and by status") {
    CareSite site(orders);
    set_up(site);
    site.run("ALTER TABLE orders DROP CONSTRAINT orders_pkey");
    CHECK_EQ(wrong(status(site, 1)), "no_identity");
    auto const outcome = site.sync({"setup"});
    CHECK_EQ(outcome.exit_code, 1);
    CHECK_MESSAGE(holds(outcome.out, "published without a replica identity: public.orders"),
                  outcome.out);
    CHECK_EQ(site.sync({"setup", "--fix"}).exit_code, 0);
    CHECK_EQ(wrong(status(site, 0)), "");
}

TEST_CASE("sync setup --full-identity makes changes tell all old values") {
    CareSite site(orders);
    CHECK(holds(site.sync({"setup"}).err, "old values of the key alone in 1 table"));
    auto const outcome = site.sync({"setup", "--full-identity"});
    CHECK(holds(outcome.out, "set REPLICA IDENTITY of 1 table\n"));
    CHECK_EQ(site.value("SELECT relreplident FROM pg_class WHERE relname = 'orders'"), "f");
    CHECK_EQ(site.sync({"setup", "--full-identity"}).out, "all that the relay needs is there\n");
}

TEST_CASE("sync drop removes all but the history, and setup goes on where that was") {
    CareSite site(orders);
    set_up(site);
    site.run(
        "INSERT INTO lockstep.change_history VALUES (gen_random_uuid(), 7, '0/1', 'orders', "
        "'INSERT', NULL, NULL, 1, '', now())");
    auto outcome = site.sync({"drop"});
    CHECK_EQ(outcome.exit_code, 6);
    CHECK_MESSAGE(holds(outcome.err, "nothing was dropped"), outcome.err);
    CHECK_EQ(site.sync({"drop", "--yes"}).exit_code, 0);
    CHECK_EQ(site.value("SELECT count(*) FROM pg_publication"), "0");
    CHECK_EQ(site.value("SELECT count(*) FROM pg_replication_slots WHERE database = "
                        "current_database()"),
             "0");
    CHECK_EQ(site.value("SELECT count(*) FROM lockstep.change_history"), "1");
    CHECK_EQ(site.sync({"drop", "--yes"}).out, "nothing of the relay is there\n");
    set_up(site);
    CHECK_EQ(site.value("SELECT epoch || ' ' || position FROM lockstep.relay_state"), "2 7");
}

TEST_CASE("sync drop --history removes the history, too") {
    CareSite site(orders);
    REQUIRE_EQ(site.sync({"setup", "--journal"}).exit_code, 0);
    auto const outcome = site.sync({"drop", "--history", "--yes"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_EQ(site.value("SELECT coalesce(string_agg(relname, ','), '') FROM pg_class WHERE "
                        "relnamespace = to_regnamespace('lockstep')"),
             "");
    CHECK_EQ(site.value("SELECT count(*) FROM pg_event_trigger"), "0");
    set_up(site);
}

TEST_CASE("sync drop refuses while somebody reads the slot, and cuts it off with --force") {
    CareSite site(orders);
    set_up(site);
    auto const reader = site.start_reader();
    auto outcome = site.sync({"drop", "--yes"});
    CHECK_EQ(outcome.exit_code, 5);
    CHECK_MESSAGE(holds(outcome.err, "a relay is at work: pid "), outcome.err);
    outcome = site.sync({"drop", "--yes", "--force"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_EQ(site.value("SELECT count(*) FROM pg_replication_slots WHERE database = "
                        "current_database()"),
             "0");
}

TEST_CASE("what sync setup makes is no part of the schema that others commands see") {
    CareSite site(orders);
    auto const before = site.lockstep({"inspect", site.url(), "--format", "sql"});
    REQUIRE_EQ(site.sync({"setup", "--journal"}).exit_code, 0);
    auto const after = site.lockstep({"inspect", site.url(), "--format", "sql"});
    CHECK_EQ(after.out, before.out);
    CHECK_EQ(after.exit_code, 0);
}

}  // namespace
}  // namespace lockstep::tests
