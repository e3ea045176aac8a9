#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "relay/setup.hpp"
#include "relay/wal_budget.hpp"

namespace lockstep::relay {

/// All that `sync status` looks at.
struct StatusFacts {
    SetupFacts setup;
    std::int64_t dead_letters = 0;
    std::string relay;           // that is at work; empty: none
    std::string last_change_at;  // commit of the last one in the history; empty: there is none
    /// So long ago that was, at least 0.
    std::optional<std::chrono::seconds> since_last_change;
    WalBudget budget;
};

/// `before`: an earlier look at the same slot, so that a rate is known.
StatusFacts read_status(pg::Connection& source, pg::Connection& history,
                        SetupOptions const& options,
                        std::optional<WalLook> const& before = std::nullopt);
/// What of a slot tells how its WAL grows.
WalLook look_at(SlotState const& slot, std::chrono::duration<double> at);

/// Something of which somebody should know; `mend` is the next step, where there is one.
struct Finding {
    enum class Weight { note, wrong };
    Weight weight = Weight::wrong;
    std::string code;  // "slot_lost"
    std::string text;
    std::string mend = {};
};

/// How long nobody may have read a slot before that is wrong, while its lag is a WAL file or more:
/// a cron job that reads it now and then comes earlier.
inline constexpr std::chrono::minutes longest_absence{15};

/// Pure.
std::vector<Finding> findings_of(StatusFacts const& facts, SetupOptions const& options);
bool has_wrong(std::span<Finding const> findings);

/// How far the history is behind the source: 0 where it has all that there is, else at most the
/// time since its last change; nothing where that is not known.
std::optional<std::chrono::seconds> seconds_behind(StatusFacts const& facts);

}  // namespace lockstep::relay
