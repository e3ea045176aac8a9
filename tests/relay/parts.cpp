#include "relay/parts.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <utility>

namespace lockstep::relay {
namespace {

Batch batch(std::int64_t position, std::string rows) {
    Batch it;
    it.position = position;
    it.rows = std::move(rows);
    return it;
}

TEST_CASE("parts come back in their order, those in memory and those in the file") {
    Parts parts(10);
    std::array const all{std::pair(1, "12345"), std::pair(2, "1234567890"), std::pair(3, "x")};
    for (auto const& each : all) {
        parts.push(batch(each.first, each.second));
    }
    for (auto const& each : all) {
        auto const part = parts.pop();
        CHECK_EQ(part.position, each.first);
        CHECK_EQ(part.rows, each.second);
    }
    CHECK(parts.is_empty());
}

TEST_CASE("after the last one a new transaction begins in memory again") {
    Parts parts(10);
    parts.push(batch(1, std::string(100, 'x')));
    CHECK_EQ(parts.pop().rows.size(), 100);
    parts.push(batch(2, "y"));
    CHECK_EQ(parts.pop().rows, "y");
}

}  // namespace
}  // namespace lockstep::relay
