#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "relay/lsn.hpp"

namespace lockstep::relay {

enum class Phase : std::uint8_t { starting, standby, streaming, waiting, stopped };
std::string_view name_of(Phase phase);

/// What the source says of the slot, looked at now and then.
struct SlotReport {
    std::int64_t lag = 0;       // bytes of log behind what is confirmed
    std::int64_t retained = 0;  // bytes of log that are kept for the slot
    std::string wal_status;     // reserved, extended, unreserved, lost
    std::string budget;         // a sentence: how long the log may grow
};

/// How the relay is doing, for whoever asks from another thread.
struct StatusReport {
    Phase phase = Phase::starting;
    std::string trouble;  // what keeps it from streaming, or did last
    std::int64_t epoch = 0;
    std::int64_t position = 0;  // of the last change that is durable
    Lsn durable;
    Lsn received;  // up to there the server has sent all
    /// Of the last transaction with changes that is durable, since the relay began.
    std::optional<PgTime> commit_time;
    std::uint64_t sessions = 0;  // streams that were begun
    std::uint64_t breaks = 0;    // epochs that were begun
    std::uint64_t dead_letters = 0;
    std::uint64_t heartbeats = 0;    // that came back through the stream
    bool is_stalled = false;         // one has not come back for long
    bool is_source_changed = false;  // the stream shall be begun again, to see what that means
    std::optional<SlotReport> slot;
    std::string watch_trouble;  // why the slot could not be looked at
};

/// Does it do what it is for, or wait for its turn?
bool is_healthy(StatusReport const& report);
/// Does it take in changes?
bool is_ready(StatusReport const& report);
/// For `/health`: lockstep/health, version 1.
std::string health_json(StatusReport const& report);
/// In the text format of Prometheus.
std::string metrics_text(StatusReport const& report);

class RelayStatus {
public:
    StatusReport report() const {
        std::lock_guard const lock(mutex_);
        return report_;
    }
    template <typename Change>
    void change(Change const& change) {
        std::lock_guard const lock(mutex_);
        change(report_);
    }

private:
    mutable std::mutex mutex_;
    StatusReport report_;
};

}  // namespace lockstep::relay
