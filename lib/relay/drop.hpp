#pragma once

#include <optional>
#include <string>
#include <vector>

#include "relay/setup.hpp"

namespace lockstep::relay {

/// What is there to be dropped, besides what setup makes.
struct DropFacts {
    SetupFacts setup;
    std::vector<std::string> other_slots;  // that keep state in the same tables
    std::string reader;  // of the slot, or writer of the history: who is there now; empty: nobody
};

DropFacts read_drop_facts(pg::Connection& source, pg::Connection& history,
                          SetupOptions const& options);

/// Pure. The slot's state goes first, so that a relay that still runs takes nothing up again. With
/// the history go its tables, and those that slots share when no other slot has state in them.
std::vector<SetupStep> plan_drop(DropFacts const& facts, SetupOptions const& options,
                                 bool with_history);

/// Takes the steps; `force`: whoever reads the slot is cut off.
void run_drop(std::vector<SetupStep> const& steps, SetupOptions const& options, bool force,
              pg::Connection& source, pg::Connection& history,
              std::function<void(SetupStep const&)> const& done);

}  // namespace lockstep::relay
