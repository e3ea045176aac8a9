#include "relay/continuity.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "base/text.hpp"

namespace lockstep::relay {

namespace {

/// Where the server's history left `timeline`; nothing when it never was on it.
std::optional<Lsn> end_of(std::uint32_t timeline, SourceFacts const& source) {
    auto const found = std::ranges::find(source.timelines, timeline, &TimelineSwitch::timeline);
    return found == source.timelines.end() ? std::nullopt : std::optional(found->at);
}

std::optional<std::string> break_of_server(Lead const& lead, SourceFacts const& source) {
    if (source.system_identifier != lead.system_identifier) {
        return fmt::format("the source is another server: system {}, not {}",
                           source.system_identifier, lead.system_identifier);
    }
    if (source.timeline != lead.timeline && !source.knows_timelines) {
        return fmt::format(
            "the source goes on as timeline {}, and where that left timeline {} could not be read",
            source.timeline, lead.timeline);
    }
    if (source.timeline != lead.timeline) {
        auto const end = end_of(lead.timeline, source);
        if (!end || *end < lead.end.lsn) {
            return fmt::format(
                "the source was restored: its timeline {} left timeline {} at {}, before {}, where "
                "the history ends",
                source.timeline, lead.timeline, end ? to_string(*end) : "another place",
                to_string(lead.end.lsn));
        }
    }
    if (source.written < lead.end.lsn) {
        return fmt::format(
            "the source was restored: its log ends at {}, before {}, where the "
            "history ends",
            to_string(source.written), to_string(lead.end.lsn));
    }
    return std::nullopt;
}

std::optional<std::string> break_of_slot(Lead const& lead, SourceFacts const& source) {
    if (!source.has_slot) {
        return source.timeline == lead.timeline
                   ? "the replication slot was dropped"
                   : fmt::format(
                         "the server that took over as timeline {} does not have the "
                         "replication slot: a standby keeps it from PostgreSQL 17 on, with "
                         "sync_replication_slots",
                         source.timeline);
    }
    if (source.is_slot_lost) {
        return fmt::format("the replication slot is lost: {}", source.slot_why);
    }
    if (source.confirmed && *source.confirmed > lead.end.lsn) {
        return fmt::format(
            "the replication slot is at {}, past {}, where the history ends: somebody else has "
            "advanced it, or the history was restored",
            to_string(*source.confirmed), to_string(lead.end.lsn));
    }
    if (lead.publication && source.publication && lead.publication != source.publication) {
        return "the publication was dropped and made anew: what was written in between is not in "
               "it";
    }
    return std::nullopt;
}

}  // namespace

std::vector<TimelineSwitch> read_timeline_history(std::string_view content) {
    std::vector<TimelineSwitch> switches;
    for (auto const& line : split(content, '\n')) {
        auto const fields = split(line, '\t');
        std::uint32_t timeline = 0;
        auto const number = fields.empty() ? std::string_view() : trim(fields[0]);
        auto const end = number.data() + number.size();
        if (fields.size() < 2 || std::from_chars(number.data(), end, timeline).ptr != end) {
            continue;
        }
        if (auto const at = parse_lsn(trim(fields[1]))) {
            switches.push_back({timeline, *at});
        }
    }
    return switches;
}

std::optional<std::string> break_of(Lead const& lead, SourceFacts const& source) {
    auto why = break_of_server(lead, source);
    return why ? why : break_of_slot(lead, source);
}

}  // namespace lockstep::relay
