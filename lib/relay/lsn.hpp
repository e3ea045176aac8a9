#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::relay {

/// A place in the write-ahead log: the number of bytes before it. Compared as a number; as text
/// `F/1` would stand behind `10/0`.
struct Lsn {
    std::uint64_t value = 0;

    auto operator<=>(Lsn const&) const = default;
};

/// As `pg_lsn` is written, `16/B374D848`: both halves in hexadecimal, of one to eight digits.
/// Nothing when `text` is anything else.
std::optional<Lsn> parse_lsn(std::string_view text);
std::string to_string(Lsn lsn);

/// A moment as PostgreSQL counts it: microseconds since 2000-01-01 00:00 UTC. Left as it came, for
/// the extremes do not fit a clock that starts in 1970.
struct PgTime {
    std::int64_t microseconds = 0;

    auto operator<=>(PgTime const&) const = default;
};

/// Reads what `timestamptz_to_str` prints, `2026-11-22 00:41:07.120034+01`, also with `+05:30` and
/// `+00:19:32`. Nothing when `text` is anything else, or no such day.
std::optional<PgTime> parse_time(std::string_view text);

}  // namespace lockstep::relay
