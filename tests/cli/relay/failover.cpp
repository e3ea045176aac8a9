// Real standbys and copies: who takes over, and what is restored, with the same system identifier.
#include <doctest/doctest.h>

#include <csignal>

#include <fmt/core.h>

#include "pg/scratch_server.hpp"
#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

constexpr std::string_view table = "CREATE TABLE t (id int PRIMARY KEY)";

void configure_source(RelaySite const& site, std::string const& url) {
    site.project.write(
        "schema_sync_config.json",
        fmt::format(
            R"({{"sync": {{"source": "{}", "history": {{"url": "{}"}}, "heartbeat": "200ms"}}}})",
            url, site.history.url("postgres")));
}

std::string value(KillableServer const& server, std::string_view query) {
    return std::string(pg::Connection(server.url("postgres"))
                           .query(Sql::from_server(std::string(query)))
                           .cell(0, 0));
}

std::vector<std::string> standby_settings(bool keeps_slots) {
    std::vector<std::string> settings{"hot_standby_feedback=on", "primary_slot_name=standby",
                                      "wal_retrieve_retry_interval=100ms"};
    if (keeps_slots) {
        settings.emplace_back("sync_replication_slots=on");
    }
    return settings;
}

/// Gives it a slot for a standby; true where standbys keep the relay's slot.
bool prepare_primary(RelaySite const& site) {
    site.of_source("SELECT pg_create_physical_replication_slot('standby')");
    return site.to_source().server_version() >= 170'000;
}

/// A primary with a standby; the relay is told of both, and takes the one that can be written.
struct WithStandby {
    WithStandby()
        : site(table),
          keeps_slots(prepare_primary(site)),
          standby(site.source, CopiedAs::standby, standby_settings(keeps_slots)) {
        if (keeps_slots) {
            site.in_source("ALTER SYSTEM SET synchronized_standby_slots = 'standby'");
            site.of_source("SELECT pg_reload_conf()");
        }
        configure_source(site,
                         fmt::format("postgresql://{}@/postgres?host={},{}&port=5432,5432&"
                                     "target_session_attrs=read-write",
                                     pg::scratch_role, standby.folder(), site.source.folder()));
        site.start_relay();
        site.in_source("INSERT INTO t VALUES (1)");
        REQUIRE(history_becomes(site, "1"));
        if (keeps_slots) {
            REQUIRE(eventually([&] { return has_slot(); }));
        }
    }

    /// What runs meanwhile is told now, rather than by the server every fifteen seconds.
    bool has_slot() {
        site.of_source("SELECT pg_log_standby_snapshot()");
        return value(standby,
                     "SELECT count(*) FROM pg_replication_slots WHERE synced AND NOT temporary AND "
                     "slot_name = 'lockstep'") == "1";
    }

    /// What is written last has come to the standby.
    void fail_over_after(std::string_view statements) {
        site.in_source(statements);
        auto const end = site.of_source("SELECT pg_current_wal_flush_lsn()");
        REQUIRE(eventually([&] {
            return value(standby, fmt::format("SELECT pg_last_wal_replay_lsn() >= '{}'", end)) ==
                   "t";
        }));
        site.source.kill();
        standby.promote();
    }

    /// With its slot in the same epoch; without it in another, with that as its reason.
    void check_epoch() {
        if (keeps_slots) {
            CHECK(eventually(
                [&] { return holds(site.relay_log(), "the source goes on as timeline 2"); }));
            CHECK_EQ(site.of_history(reasons), "");
            return;
        }
        REQUIRE(eventually([&] { return site.of_history(reasons) != ""; }));
        CHECK(holds(site.of_history(reasons),
                    "the server that took over as timeline 2 does not have the replication slot"));
    }

    void in_standby(std::string_view statements) const {
        pg::Connection(standby.url("postgres")).execute(Sql::from_server(std::string(statements)));
    }

    RelaySite site;
    bool keeps_slots;
    KillableServer standby;
};

TEST_CASE("a standby that takes over is followed by a running relay") {
    WithStandby it;
    it.fail_over_after("INSERT INTO t VALUES (2)");
    it.check_epoch();
    it.in_standby("INSERT INTO t VALUES (3)");
    CHECK(eventually([&] { return it.site.of_history(all_ids).ends_with(" 3"); }));
    CHECK(it.site.is_relay_running());
}

TEST_CASE("a standby that takes over with the slot has what the relay had not read") {
    WithStandby it;
    it.site.stop_relay(SIGTERM);
    it.fail_over_after("INSERT INTO t VALUES (2)");
    it.site.start_relay();
    it.check_epoch();
    it.in_standby("INSERT INTO t VALUES (3)");
    CHECK(history_becomes(it.site, it.keeps_slots ? "1 2 3" : "1 3"));
}

/// A relay that has more than the copy of its source, which was made before.
struct WithCopy {
    explicit WithCopy(CopiedAs as) : site(table) {
        site.in_source("INSERT INTO t VALUES (1)");
        site.relay_once();
        copy.emplace(site.source, as);
        site.in_source("INSERT INTO t VALUES (2)");
        site.relay_once();
        configure_source(site, copy->url("postgres"));
    }

    RelaySite site;
    std::optional<KillableServer> copy;
};

TEST_CASE(
    "a source that was restored from an earlier backup is another epoch, wherever its log is") {
    WithCopy it(CopiedAs::restored);
    pg::Connection(it.copy->url("postgres"))
        .execute(
            sql("SET synchronous_commit = on; INSERT INTO t SELECT generate_series(10, 5000)"));
    CHECK_EQ(it.site.sync({"serve", "--once"}).exit_code, 1);
    auto const why = it.site.of_history(reasons);
    CHECK(holds(why, "the source was restored: its timeline 2 left timeline 1 at "));
    CHECK(holds(why, ", where the history ends"));
    pg::Connection(it.copy->url("postgres"))
        .execute(sql("SET synchronous_commit = on; INSERT INTO t VALUES (3)"));
    it.site.relay_once();
    CHECK_EQ(it.site.of_history(all_ids), "1 2 3");
}

TEST_CASE("a disk that was set back to an earlier snapshot, with its slot, is another epoch") {
    WithCopy it(CopiedAs::snapshot);
    CHECK_EQ(it.site.sync({"serve", "--once"}).exit_code, 1);
    CHECK(holds(it.site.of_history(reasons), "the source was restored: its log ends at "));
    pg::Connection(it.copy->url("postgres"))
        .execute(sql("SET synchronous_commit = on; INSERT INTO t VALUES (3)"));
    it.site.relay_once();
    CHECK_EQ(it.site.of_history(all_ids), "1 2 3");
}

}  // namespace
}  // namespace lockstep::tests
