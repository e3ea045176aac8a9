// Who waits for the history to be up to date, while a relay is at work on a source where nothing
// happens.
#include <doctest/doctest.h>

#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

/// Much less than a heartbeat's ten seconds.
constexpr auto patience = "3";

void check_is_up_to_date(std::vector<std::string> const& arguments) {
    RelaySite site("CREATE TABLE t (id int PRIMARY KEY)");
    site.start_relay(arguments);
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    for (int i = 0; i < 3; ++i) {
        site.of_source("SELECT pg_logical_emit_message(false, 'somebody', 'else''s')");
        auto const outcome = site.sync({"verify", "--wait", patience});
        CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    }
}

TEST_CASE("a relay moves on as soon as somebody waits for the history") {
    check_is_up_to_date({});
}

TEST_CASE("so does a relay that polls") {
    check_is_up_to_date({"--poll", "100ms"});
}

}  // namespace
}  // namespace lockstep::tests
