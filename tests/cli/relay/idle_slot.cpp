// A slot that the server lets go of because nobody read it for a while: PostgreSQL 18 and later.
#include <doctest/doctest.h>

#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("a slot that was idle for longer than the server allows is a new epoch") {
    RelaySite site("CREATE TABLE t (id int PRIMARY KEY)");
    constexpr int first_with_timeout = 180'000;
    if (site.to_source().server_version() < first_with_timeout) {
        MESSAGE(
            "idle_replication_slot_timeout came with PostgreSQL 18; ./dev test runs this there");
        return;
    }
    site.in_source("INSERT INTO t VALUES (1)");
    site.relay_once();
    site.in_source("ALTER SYSTEM SET idle_replication_slot_timeout = '1s'");
    site.of_source("SELECT pg_reload_conf()");
    site.in_source("INSERT INTO t VALUES (2)");
    REQUIRE(eventually([&] {
        site.in_source("CHECKPOINT");
        return site.of_source("SELECT invalidation_reason FROM pg_replication_slots") ==
               "idle_timeout";
    }));
    auto const status = site.sync({"status"});
    CHECK_EQ(status.exit_code, 1);
    CHECK(holds(status.out, "idle_timeout"));
    CHECK_EQ(site.sync({"serve", "--once"}).exit_code, 1);
    CHECK_EQ(site.of_history(reasons), "the replication slot is lost: idle_timeout");
    site.in_source("INSERT INTO t VALUES (3)");
    site.relay_once();
    CHECK_EQ(site.of_history(all_ids), "1 3");
}

}  // namespace
}  // namespace lockstep::tests
