#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.hpp"
#include "relay/history_moment.hpp"
#include "relay/history_tables.hpp"

namespace lockstep::relay {

/// A partition of the history of which something is to go.
struct PrunedPartition {
    std::string schema;
    std::string name;
    bool is_dropped = false;  // all of it goes; else rows are deleted
    std::int64_t rows = 0;    // that go
    std::int64_t bytes = 0;   // of a partition that is dropped

    bool operator==(PrunedPartition const&) const = default;
};

/// What is older than a moment. Positions are what is cut at: what is kept has no gap, whatever the
/// source's clock did, and no transaction is cut in two.
struct PrunePlan {
    std::string before;                       // the moment, in UTC
    std::int64_t cut = 0;                     // the first position that is kept
    std::vector<PrunedPartition> partitions;  // the oldest first

    std::int64_t rows() const;
};

/// Throws Error(bad_input) where the moment is yet to come.
PrunePlan plan_prune(pg::Connection& history, HistoryNames const& names, Moment const& before);

/// Does it: each partition and each batch in a transaction of its own, so that the relay goes on
/// writing meanwhile. Says of each partition when it is done. Throws Error(conflict) where a lock
/// cannot be had for a while.
void prune(pg::Connection& history, PrunePlan const& plan,
           std::function<void(PrunedPartition const&)> const& done);

}  // namespace lockstep::relay
