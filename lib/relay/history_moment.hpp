#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/config.hpp"
#include "sql/sql.hpp"

namespace lockstep::relay {

/// A moment that a user names.
struct Moment {
    std::string time;             // as timestamptz takes it, with its zone; empty: `ago` holds
    config::milliseconds ago{0};  // before now

    bool operator==(Moment const&) const = default;
};

/// "2026-11-21", "2026-11-21 03:00", "2026-11-21T03:00:00.25+01:00" (UTC where no zone is said), or
/// how long ago: "2h", "30min", "7d". Nothing when `text` is none of these.
std::optional<Moment> parse_moment(std::string_view text);

/// The same as an expression of type timestamptz.
Sql moment_sql(Moment const& moment);

/// What a table is to be brought back to: the state after a position, or at a moment.
struct PointInTime {
    std::optional<std::int64_t> position;
    Moment moment;

    bool operator==(PointInTime const&) const = default;
};

/// A position as "1204" or "3:1204" (a cursor, whose epoch is of no account here), or a moment.
std::optional<PointInTime> parse_point(std::string_view text);

/// A position: digits alone.
std::optional<std::int64_t> parse_position(std::string_view text);

}  // namespace lockstep::relay
