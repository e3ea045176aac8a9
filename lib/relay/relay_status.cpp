#include "relay/relay_status.hpp"

#include <array>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace lockstep::relay {

std::string_view name_of(Phase phase) {
    constexpr std::array names{"starting", "standby", "streaming", "waiting", "stopped"};
    return names.at(static_cast<std::size_t>(phase));
}

bool is_healthy(StatusReport const& report) {
    bool const is_lost = report.slot && report.slot->wal_status == "lost";
    return report.phase != Phase::waiting && report.phase != Phase::stopped &&
           report.trouble.empty() && !report.is_stalled && !is_lost;
}

bool is_ready(StatusReport const& report) {
    return report.phase == Phase::streaming && is_healthy(report);
}

std::string health_json(StatusReport const& report) {
    nlohmann::ordered_json json{
        {"format", "lockstep/health"},
        {"version", 1},
        {"status", is_healthy(report) ? "ok" : "trouble"},
        {"phase", name_of(report.phase)},
        {"cursor", fmt::format("{}:{}", report.epoch, report.position)},
        {"durable_lsn", to_string(report.durable)},
        {"received_lsn", to_string(report.received)},
        {"stalled", report.is_stalled},
        {"epochs_begun", report.breaks},
        {"dead_letters", report.dead_letters},
    };
    if (!report.trouble.empty()) {
        json["trouble"] = report.trouble;
    }
    if (!report.watch_trouble.empty()) {
        json["watch_trouble"] = report.watch_trouble;
    }
    if (report.slot) {
        json["slot"] = {{"lag_bytes", report.slot->lag},
                        {"retained_bytes", report.slot->retained},
                        {"wal_status", report.slot->wal_status},
                        {"budget", report.slot->budget}};
    }
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace lockstep::relay
