// A source that is too old for the relay: PostgreSQL 13.
#include <doctest/doctest.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "relay/source.hpp"
#include "support/care_site.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("a source older than PostgreSQL 14 is refused before anything is made of it") {
    CareSite site("CREATE TABLE orders (id int PRIMARY KEY); CREATE PUBLICATION lockstep");
    site.run(
        fmt::format("SELECT pg_create_logical_replication_slot('{}', 'pgoutput')", site.name()));
    pg::Connection connection(site.url());
    constexpr int first_that_is_relayed = 140'000;
    if (connection.server_version() >= first_that_is_relayed) {
        MESSAGE("PostgreSQL 13 is the last that cannot be relayed; ./dev test runs this there");
        return;
    }
    constexpr auto refusal = "the relay reads PostgreSQL 14 and later; this is 13";
    for (auto const* command : {"setup", "status"}) {
        CAPTURE(command);
        auto const outcome = site.sync({command});
        CHECK_EQ(outcome.exit_code, 2);
        CHECK_MESSAGE(holds(outcome.err, refusal), outcome.err);
    }
    CHECK_EQ(site.value("SELECT to_regnamespace('lockstep')"), "(null)");
    auto const source =
        relay::open_source({.url = site.url(), .slot = site.name(), .publication = "lockstep"});
    CHECK_THROWS_WITH_AS(source->facts(1), refusal, Error);
}

}  // namespace
}  // namespace lockstep::tests
