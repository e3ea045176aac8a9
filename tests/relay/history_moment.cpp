#include "relay/history_moment.hpp"

#include <doctest/doctest.h>

namespace lockstep::relay {
namespace {

std::string time_of(std::string_view text) {
    auto const moment = parse_moment(text);
    return moment ? moment->time : "(none)";
}

TEST_CASE("a moment is a day or a time, in UTC where no zone is said") {
    CHECK_EQ(time_of("2026-11-21"), "2026-11-21 00:00:00+00");
    CHECK_EQ(time_of("2026-11-21 03:00"), "2026-11-21 03:00:00+00");
    CHECK_EQ(time_of("2026-11-21T03:00:07.25Z"), "2026-11-21 03:00:07.25+00");
    CHECK_EQ(time_of("2026-11-21t03:00:07+01"), "2026-11-21 03:00:07+01");
    CHECK_EQ(time_of("2026-11-21 03:00:07 -0530"), "2026-11-21 03:00:07-05:30");
    CHECK_EQ(time_of("2026-11-21 03:00:07+05:30"), "2026-11-21 03:00:07+05:30");
}

TEST_CASE("a moment is how long ago") {
    CHECK_EQ(parse_moment("2h"), Moment{.time = {}, .ago = std::chrono::hours(2)});
    CHECK_EQ(parse_moment("7d"), Moment{.time = {}, .ago = std::chrono::hours(168)});
    CHECK_EQ(moment_sql(*parse_moment("2h")).text(), "(now() - interval '7200000 ms')");
    CHECK_EQ(moment_sql(*parse_moment("2026-11-21")).text(),
             "'2026-11-21 00:00:00+00'::timestamptz");
}

TEST_CASE("what the calendar does not have, and what is no moment, is none") {
    for (auto const* const text :
         {"", "42", "2026-02-30", "2026-11-21 25:00", "yesterday", "2026-11-21 03", "-2h",
          "2 weeks", "2026-11-21'; DROP TABLE x; --", "20261121", "2026-11-21T03:00:00.1234567Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_moment(text));
    }
    CHECK_FALSE(parse_moment(std::string(100'000, '2')));
}

TEST_CASE("a point in time is a position, a cursor, or a moment") {
    CHECK_EQ(parse_point("1204")->position, 1204);
    CHECK_EQ(parse_point("3:1204")->position, 1204);
    CHECK_EQ(parse_point("0")->position, 0);
    CHECK_EQ(parse_point("2026-11-21 03:00")->moment.time, "2026-11-21 03:00:00+00");
    CHECK_EQ(parse_point("2h")->moment.ago, std::chrono::hours(2));
    for (auto const* const text : {"", "-1", "99999999999999999999", "3:", ":3", "1:2:3", "x:1"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_point(text));
    }
}

}  // namespace
}  // namespace lockstep::relay
