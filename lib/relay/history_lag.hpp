#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "pg/connection.hpp"
#include "relay/lsn.hpp"

namespace lockstep::relay {

/// The slot whose changes the history holds, and how it is read.
struct SlotNames {
    std::string slot = "lockstep";
    std::string publication = "lockstep";
    std::string plugin = "pgoutput";
};

/// How far the source has written its log.
Lsn written_lsn(pg::Connection& source);

enum class Reached {
    yes,
    no,       // not in the time given
    unknown,  // there is no slot, and the history does not say how far it is
};

/// Waits until the history holds all that was committed before `lsn`. Where no relay reads the
/// slot, the slot itself tells whether there is anything left in it. Between two looks `pause` is
/// called, with how many bytes are left.
Reached wait_for_history(pg::Connection& history, pg::Connection& source, SlotNames const& names,
                         Lsn lsn, std::chrono::milliseconds patience,
                         std::function<void(std::uint64_t bytes)> const& pause);

}  // namespace lockstep::relay
