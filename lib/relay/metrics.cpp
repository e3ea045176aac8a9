// metrics_text: the report as Prometheus reads it.
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "relay/relay_status.hpp"

namespace lockstep::relay {

namespace {

void add_gauge(prometheus::Registry& registry, char const* name, char const* help, double value,
               prometheus::Labels const& labels = {}) {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels).Set(value);
}

void add_counter(prometheus::Registry& registry, char const* name, char const* help,
                 std::uint64_t value) {
    prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({}).Increment(
        static_cast<double>(value));
}

void add_phases(prometheus::Registry& registry, Phase now) {
    auto& family = prometheus::BuildGauge()
                       .Name("lockstep_relay_phase")
                       .Help("1 for what the relay is doing, 0 for what it is not")
                       .Register(registry);
    for (auto const phase :
         {Phase::starting, Phase::standby, Phase::streaming, Phase::waiting, Phase::stopped}) {
        family.Add({{"phase", std::string(name_of(phase))}}).Set(phase == now ? 1 : 0);
    }
}

}  // namespace

std::string metrics_text(StatusReport const& report) {
    constexpr double microseconds = 1e6;
    constexpr double unix_time_of_2000 = 946'684'800;
    prometheus::Registry registry;
    add_phases(registry, report.phase);
    add_gauge(registry, "lockstep_relay_ready", "1 while changes are taken in",
              is_ready(report) ? 1 : 0);
    add_gauge(registry, "lockstep_relay_epoch", "The present epoch",
              static_cast<double>(report.epoch));
    add_gauge(registry, "lockstep_relay_position", "Of the last change that is durable",
              static_cast<double>(report.position));
    add_gauge(registry, "lockstep_relay_durable_lsn", "Up to there all is durable, in bytes",
              static_cast<double>(report.durable.value));
    add_gauge(registry, "lockstep_relay_received_lsn", "Up to there all was received, in bytes",
              static_cast<double>(report.received.value));
    if (report.commit_time) {
        auto const seconds = static_cast<double>(report.commit_time->microseconds) / microseconds;
        add_gauge(registry, "lockstep_relay_last_commit_seconds",
                  "When the last durable change was committed, by the source's clock, since 1970",
                  seconds + unix_time_of_2000);
    }
    add_gauge(registry, "lockstep_relay_stalled", "1 when a heartbeat does not come back",
              report.is_stalled ? 1 : 0);
    add_counter(registry, "lockstep_relay_sessions_total", "Streams that were begun",
                report.sessions);
    add_counter(registry, "lockstep_relay_epochs_begun_total", "How often continuity was lost",
                report.breaks);
    add_counter(registry, "lockstep_relay_dead_letters_total", "Changes that were put by",
                report.dead_letters);
    add_counter(registry, "lockstep_relay_heartbeats_total", "That came back through the stream",
                report.heartbeats);
    if (report.slot) {
        add_gauge(registry, "lockstep_relay_slot_lag_bytes", "Log behind what is confirmed",
                  static_cast<double>(report.slot->lag));
        add_gauge(registry, "lockstep_relay_slot_retained_bytes", "Log that is kept for the slot",
                  static_cast<double>(report.slot->retained));
    }
    return prometheus::TextSerializer().Serialize(registry.Collect());
}

}  // namespace lockstep::relay
