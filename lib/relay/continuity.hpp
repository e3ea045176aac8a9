#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "relay/history_store.hpp"

namespace lockstep::relay {

/// Where a server's timeline left another one: a line of TIMELINE_HISTORY (PostgreSQL manual,
/// "Streaming Replication Protocol").
struct TimelineSwitch {
    std::uint32_t timeline = 0;
    Lsn at;
};

/// The content of a timeline history file: `1\t0/3000000\treason` lines; others are comments.
std::vector<TimelineSwitch> read_timeline_history(std::string_view content);

/// What the source says of itself and of the slot.
struct SourceFacts {
    std::string system_identifier;
    std::uint32_t timeline = 0;
    Lsn written;                            // how far its log is
    std::vector<TimelineSwitch> timelines;  // that its own came from
    bool knows_timelines = true;            // no: they could not be read
    bool has_slot = false;
    bool is_slot_lost = false;  // invalidated: its log was removed
    std::string slot_why;       // as the server says it
    std::optional<Lsn> confirmed;
    std::optional<Oid> publication;  // of pgoutput; another one may have left changes out
};

/// Why the slot's stream does not go on where the history ends; nothing when it does. A server
/// whose log left that of the known one behind where the history ends is as good as the known one.
std::optional<std::string> break_of(Lead const& state, SourceFacts const& source);

}  // namespace lockstep::relay
