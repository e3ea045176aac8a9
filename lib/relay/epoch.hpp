#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "pg/connection.hpp"
#include "relay/history_tables.hpp"
#include "relay/lsn.hpp"

namespace lockstep::relay {

/// Where a slot's epoch begins, and why.
struct EpochStart {
    std::string slot;
    Lsn lsn;  // changes of transactions that end behind it are of this epoch
    std::string system_identifier;
    int timeline = 0;
    std::string reason;
};

/// The first epoch of a slot, or its next: the state goes on at the position that the history has,
/// and whoever wrote it before writes no more. Returns the epoch's number.
std::int64_t begin_epoch(pg::Connection& history, HistoryNames const& names,
                         EpochStart const& start);

/// A row of lockstep.relay_state.
struct StateRow {
    std::int64_t epoch = 0;
    std::int64_t position = 0;
    Lsn lsn;
    std::string system_identifier;
    int timeline = 0;
    std::int64_t term = 0;
    std::string leader;        // empty: none
    std::string leader_since;  // as the server prints it
    std::string seen_at;
    std::optional<std::int64_t> seconds_unseen;  // since seen_at
};

/// Nothing where the slot has no state, or there is no such table yet.
std::optional<StateRow> read_state_row(pg::Connection& history, std::string const& slot);

/// The relay that is connected to the history; empty: none. One that polls holds the slot only now
/// and then, but this connection all the time. There must be a table relay_state.
std::string relay_at_work(pg::Connection& history, std::string const& slot);

}  // namespace lockstep::relay
