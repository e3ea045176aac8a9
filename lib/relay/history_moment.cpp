#include "relay/history_moment.hpp"

#include <charconv>
#include <regex>

#include <fmt/core.h>

#include "base/text.hpp"
#include "config/values.hpp"
#include "relay/lsn.hpp"

namespace lockstep::relay {

namespace {

/// Longer than any moment is written.
constexpr std::size_t longest_moment = 64;

/// "+0530", "+05:30", "+05", "Z" or nothing as timestamptz prints it.
std::string zone_of(std::string const& zone) {
    if (zone.empty() || zone == "Z" || zone == "z") {
        return "+00";
    }
    constexpr std::size_t with_minutes = 5;
    return zone.size() == with_minutes ? zone.substr(0, 3) + ":" + zone.substr(3) : zone;
}

std::optional<Moment> parse_time_of_day(std::string const& text) {
    static std::regex const form(
        R"((\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d(?:\.\d{1,6})?)?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?)");
    std::smatch parts;
    if (!std::regex_match(text, parts, form)) {
        return std::nullopt;
    }
    auto const time =
        fmt::format("{} {}{}{}", parts[1].str(), parts[2].matched ? parts[2].str() : "00:00",
                    parts[3].matched ? parts[3].str() : ":00", zone_of(parts[4].str()));
    return parse_time(time) ? std::optional(Moment{.time = time}) : std::nullopt;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::optional<Moment> parse_moment(std::string_view text) {
    if (text.empty() || text.size() > longest_moment) {
        return std::nullopt;
    }
    // A bare number would be milliseconds.
    if (auto const ago = is_digit(text.back()) ? std::nullopt : config::parse_duration(text)) {
        return Moment{.time = {}, .ago = *ago};
    }
    return parse_time_of_day(std::string(text));
}

Sql moment_sql(Moment const& moment) {
    if (moment.time.empty()) {
        return sql("(now() - interval {})", literal(fmt::format("{} ms", moment.ago.count())));
    }
    return sql("{}::timestamptz", literal(moment.time));
}

std::optional<std::int64_t> parse_position(std::string_view text) {
    std::int64_t position = 0;
    auto const* const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, position);
    bool const good = error == std::errc{} && stopped == end && position >= 0 && text[0] != '-';
    return good ? std::optional(position) : std::nullopt;
}

std::optional<PointInTime> parse_point(std::string_view text) {
    auto const colon = text.find(':');
    bool const is_cursor = colon != std::string_view::npos && parse_position(text.substr(0, colon));
    if (auto const position = parse_position(is_cursor ? text.substr(colon + 1) : text)) {
        return PointInTime{.position = position, .moment = {}};
    }
    auto moment = parse_moment(text);
    return moment ? std::optional(PointInTime{.position = {}, .moment = std::move(*moment)})
                  : std::nullopt;
}

}  // namespace lockstep::relay
