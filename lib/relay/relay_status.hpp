#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "relay/lsn.hpp"

namespace lockstep::relay {

enum class Phase { starting, standby, streaming, waiting, stopped };
std::string_view name_of(Phase phase);

/// How the relay is doing, for whoever asks from another thread.
struct StatusReport {
    Phase phase = Phase::starting;
    std::string trouble;  // what keeps it from streaming, or did last
    std::int64_t epoch = 0;
    std::int64_t position = 0;  // of the last change that is durable
    Lsn durable;
    Lsn received;  // up to there the server has sent all
    PgTime commit_time;
    std::uint64_t sessions = 0;  // connections to the source that were begun
    std::uint64_t breaks = 0;    // epochs that were begun
    std::uint64_t dead_letters = 0;
};

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
