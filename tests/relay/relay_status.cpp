#include "relay/relay_status.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace lockstep::relay {
namespace {

StatusReport streaming() {
    StatusReport report;
    report.phase = Phase::streaming;
    report.epoch = 2;
    report.position = 41;
    report.slot = SlotReport{.lag = 10, .retained = 20, .wal_status = "reserved", .budget = "-"};
    return report;
}

TEST_CASE("a relay that streams is healthy and ready; one that stands by is healthy") {
    auto report = streaming();
    CHECK(is_healthy(report));
    CHECK(is_ready(report));
    report.phase = Phase::standby;
    CHECK(is_healthy(report));
    CHECK_FALSE(is_ready(report));
}

TEST_CASE("one that waits for a server, stands still or has lost its slot is neither") {
    auto report = streaming();
    report.phase = Phase::waiting;
    CHECK_FALSE(is_healthy(report));
    report = streaming();
    report.is_stalled = true;
    CHECK_FALSE(is_healthy(report));
    CHECK_FALSE(is_ready(report));
    report = streaming();
    report.slot->wal_status = "lost";
    CHECK_FALSE(is_healthy(report));
}

TEST_CASE("/health says where it stands and what is the matter") {
    auto report = streaming();
    report.trouble = "no \"route\"\xFF";
    auto const json = nlohmann::json::parse(health_json(report));
    CHECK_EQ(json["status"], "trouble");
    CHECK_EQ(json["cursor"], "2:41");
    CHECK_EQ(json["phase"], "streaming");
    CHECK_EQ(json["slot"]["lag_bytes"], 10);
    CHECK(json["trouble"].get<std::string>().starts_with("no \"route\""));
}

TEST_CASE("/metrics holds a line for each figure, with its help") {
    auto const text = metrics_text(streaming());
    for (auto const* const line :
         {"# TYPE lockstep_relay_position gauge\n", "lockstep_relay_position 41\n",
          "lockstep_relay_phase{phase=\"streaming\"} 1\n",
          "lockstep_relay_phase{phase=\"waiting\"} 0\n", "lockstep_relay_slot_lag_bytes 10\n",
          "# TYPE lockstep_relay_dead_letters_total counter\n"}) {
        CAPTURE(text);
        CHECK(text.find(line) != std::string::npos);
    }
}

TEST_CASE("/metrics says when the last change was committed once there is one") {
    constexpr auto* const name = "lockstep_relay_last_commit_seconds";
    auto report = streaming();
    CHECK(metrics_text(report).find(name) == std::string::npos);
    constexpr std::int64_t day = 86'400'000'000;
    report.commit_time = PgTime{day};
    CHECK(metrics_text(report).find(std::string(name) + " 946771200\n") != std::string::npos);
}

}  // namespace
}  // namespace lockstep::relay
