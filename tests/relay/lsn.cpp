#include "relay/lsn.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <random>

namespace lockstep::relay {
namespace {

TEST_CASE("an LSN is written as pg_lsn writes it") {
    CHECK_EQ(to_string(Lsn{0x16'B374'D848}), "16/B374D848");
    CHECK_EQ(to_string(Lsn{0}), "0/0");
    CHECK_EQ(to_string(Lsn{std::numeric_limits<std::uint64_t>::max()}), "FFFFFFFF/FFFFFFFF");
}

TEST_CASE("an LSN is read in either case, with and without leading zeros") {
    CHECK_EQ(parse_lsn("16/B374D848"), Lsn{0x16'B374'D848});
    CHECK_EQ(parse_lsn("16/b374d848"), Lsn{0x16'B374'D848});
    CHECK_EQ(parse_lsn("00000001/0000000A"), Lsn{0x1'0000'000A});
}

TEST_CASE("what is no LSN is not read") {
    for (auto const* const text :
         {"", "/", "0", "0/", "/0", "0//0", "0/0/0", " 0/0", "0/0 ", "-1/0", "+1/0", "0x1/0", "G/0",
          "0/123456789", "123456789/0", "0/1.", "0/ 1"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_lsn(text).has_value());
    }
    CHECK_FALSE(parse_lsn(std::string_view("0/0\0", 4)).has_value());
}

TEST_CASE("LSNs are compared as numbers, not as texts") {
    CHECK_LT(*parse_lsn("F/1"), *parse_lsn("10/0"));
    CHECK_LT(*parse_lsn("7FFFFFFF/FFFFFFFF"), *parse_lsn("80000000/0"));
}

TEST_CASE("an LSN comes back as it was written") {
    std::mt19937_64 random(6);
    for (int i = 0; i < 10'000; ++i) {
        Lsn const lsn{random() >> (random() % 64)};
        REQUIRE_EQ(parse_lsn(to_string(lsn)), lsn);
    }
}

TEST_CASE("a time is read with its zone") {
    CHECK_EQ(parse_time("2000-01-01 00:00:00+00"), PgTime{0});
    CHECK_EQ(parse_time("2000-01-01 01:00:00.000001+01"), PgTime{1});
    CHECK_EQ(parse_time("1999-12-31 18:29:59.5-05:30"), PgTime{-500'000});
    CHECK_EQ(parse_time("2026-11-22 00:41:07.120034+00"), PgTime{848'623'267'120'034});
    CHECK_EQ(parse_time("2000-01-01 00:19:32+00:19:32"), PgTime{0});
}

TEST_CASE("what is no time is not read") {
    for (auto const* const text :
         {"", "infinity", "2026-02-30 00:00:00+00", "2026-13-01 00:00:00+00",
          "2026-01-01 24:00:00+00", "2026-01-01 00:00:00", "2026-01-01T00:00:00+00",
          "2026-01-01 00:00:00.+00", "2026-01-01 00:00:00+0", "2026-01-01 00:00:00+00 ",
          "26-01-01 00:00:00+00", "2026-01-01 00:00:00.1234567+00"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_time(text).has_value());
    }
}

}  // namespace
}  // namespace lockstep::relay
