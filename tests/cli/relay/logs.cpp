// The log of the relay for programs: an object a line, whatever happens.
#include <doctest/doctest.h>

#include <csignal>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

constexpr std::string_view table = "CREATE TABLE t (id int PRIMARY KEY)";

/// Each line as an object with the three keys that each of them has.
std::vector<nlohmann::json> objects(std::string const& log) {
    std::vector<nlohmann::json> lines;
    for (auto const& line : split(std::string(trim(log)), '\n')) {
        CAPTURE(line);
        auto const object = nlohmann::json::parse(line, nullptr, false);
        REQUIRE(object.is_object());
        for (auto const* const key : {"time", "level", "message"}) {
            REQUIRE(object.contains(key));
        }
        lines.push_back(object);
    }
    return lines;
}

nlohmann::json find(std::vector<nlohmann::json> const& lines, std::string_view message) {
    for (auto const& line : lines) {
        if (holds(line["message"].get<std::string>(), message)) {
            return line;
        }
    }
    return nullptr;
}

TEST_CASE("with --log-format json each line of stderr is an object, with what it is about") {
    RelaySite site(table);
    site.start_relay({"--log-format", "json"});
    site.in_source("INSERT INTO t VALUES (1)");
    REQUIRE(history_becomes(site, "1"));
    site.source.kill();
    REQUIRE(eventually([&] { return holds(site.relay_log(), "retry_in_ms"); }));
    site.source.start();
    site.in_source("INSERT INTO t VALUES (2)");
    REQUIRE(history_becomes(site, "1 2"));
    site.stop_relay(SIGTERM);
    auto const lines = objects(site.relay_log());
    auto const streaming = find(lines, "streaming from ");
    REQUIRE(streaming.is_object());
    CHECK_EQ(streaming["level"], "info");
    CHECK_EQ(streaming["epoch"], 1);
    CHECK_EQ(streaming["position"], 0);
    CHECK(streaming["lsn"].is_string());
    auto const away = find(lines, "; trying again in ");
    REQUIRE(away.is_object());
    CHECK_EQ(away["level"], "warning");
    CHECK(away["retry_in_ms"].is_number());
}

TEST_CASE("the error that ends the relay, and what it says at its end, are lines like the others") {
    RelaySite site(table);
    auto const done = objects(site.sync({"serve", "--once", "--log-format", "json"}).err);
    CHECK(find(done, "the history ends at 1:0").is_object());
    site.in_source("DROP PUBLICATION lockstep");
    auto const failed = objects(site.sync({"serve", "--once", "--log-format", "json"}).err);
    auto const error = find(failed, "publication \"lockstep\" does not exist");
    REQUIRE(error.is_object());
    CHECK_EQ(error["level"], "error");
    CHECK(holds(error["hint"].get<std::string>(), "lockstep sync setup"));
}

}  // namespace
}  // namespace lockstep::tests
