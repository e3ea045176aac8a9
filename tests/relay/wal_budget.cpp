#include "relay/wal_budget.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace lockstep::relay {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t mb = 1'048'576;
constexpr std::int64_t gb = 1'024 * mb;

TEST_CASE("sizes are told as PostgreSQL counts them") {
    CHECK_EQ(size_text(0), "0 bytes");
    CHECK_EQ(size_text(1), "1 byte");
    CHECK_EQ(size_text(1'023), "1023 bytes");
    CHECK_EQ(size_text(1'024), "1.0 kB");
    CHECK_EQ(size_text(10 * 1'024 - 1), "10 kB");
    CHECK_EQ(size_text(12 * gb), "12 GB");
    CHECK_EQ(size_text(gb + gb / 2), "1.5 GB");
    CHECK_EQ(size_text(-5), "0 bytes");
    CHECK_EQ(size_text(std::numeric_limits<std::int64_t>::max()), "8388608 TB");
}

TEST_CASE("times are told in the largest unit of which there are two") {
    CHECK_EQ(time_text(0s), "0 seconds");
    CHECK_EQ(time_text(1s), "1 second");
    CHECK_EQ(time_text(119s), "119 seconds");
    CHECK_EQ(time_text(120s), "2 minutes");
    CHECK_EQ(time_text(40min), "40 minutes");
    CHECK_EQ(time_text(47h), "47 hours");
    CHECK_EQ(time_text(48h), "2 days");
    CHECK_EQ(time_text(-1s), "0 seconds");
}

TEST_CASE("after one look no rate is known") {
    auto const budget = wal_budget(std::nullopt, {.at = 5s, .retained = gb, .left = 3 * gb});
    CHECK_FALSE(budget.growth.has_value());
    CHECK_EQ(described(budget), "the slot holds 1.0 GB; its limit is 4.0 GB");
    CHECK_EQ(described(wal_budget(std::nullopt, {.at = 5s, .retained = gb, .left = {}})),
             "the slot holds 1.0 GB; it has no limit");
}

TEST_CASE("the time until the limit follows from two looks") {
    auto const budget = wal_budget(WalLook{.at = 0s, .retained = 12 * gb - 50 * mb, .left = {}},
                                   {.at = 10s, .retained = 12 * gb, .left = 4 * gb});
    CHECK_EQ(budget.limit, 16 * gb);
    CHECK_EQ(budget.time_left, 819s);
    CHECK_EQ(described(budget),
             "the slot holds 12 GB; at 5.0 MB a second it reaches its limit of 16 GB in 13 "
             "minutes");
}

TEST_CASE("without a limit it is told what an hour brings") {
    auto const budget = wal_budget(WalLook{.at = 0s, .retained = 0, .left = {}},
                                   {.at = 1s, .retained = mb, .left = {}});
    CHECK_EQ(described(budget),
             "the slot holds 1.0 MB; at 1.0 MB a second it holds 3.5 GB in an hour, and it has no "
             "limit");
}

TEST_CASE("a slot that is read keeps from growing, and reaches no limit") {
    auto const budget = wal_budget(WalLook{.at = 0s, .retained = 5 * mb, .left = gb},
                                   {.at = 1s, .retained = 4 * mb, .left = gb});
    CHECK_FALSE(budget.time_left.has_value());
    CHECK_EQ(described(budget),
             "the slot holds 4.0 MB, and no more from second to second; its limit is 1.0 GB");
}

TEST_CASE("growth so slow that no date comes of it reaches no limit") {
    auto const budget = wal_budget(WalLook{.at = 0s, .retained = 0, .left = gb},
                                   {.at = 1s, .retained = 1, .left = gb});
    CHECK_FALSE(budget.time_left.has_value());
}

TEST_CASE("a slot that is over its limit already has no time left") {
    auto const budget = wal_budget(WalLook{.at = 0s, .retained = 0, .left = 0},
                                   {.at = 1s, .retained = mb, .left = -mb});
    CHECK_EQ(budget.time_left, 0s);
}

TEST_CASE("two looks at the same moment tell no rate") {
    auto const look = WalLook{.at = 1s, .retained = mb, .left = {}};
    CHECK_FALSE(wal_budget(look, look).growth.has_value());
}

}  // namespace
}  // namespace lockstep::relay
