#include "relay/polled_row.hpp"

#include <doctest/doctest.h>

#include <string>

#include "relay/decode_error.hpp"

namespace lockstep::relay {
namespace {

using namespace std::string_literals;

std::string const header = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"s;
std::string const row = "\0\2\0\0\0\10\0\0\0\26\263\164\330\110\0\0\0\3abc"s;
std::string const end = "\377\377"s;

TEST_CASE("a row is an LSN and what the plugin wrote") {
    auto const read = read_polled_row(row);
    REQUIRE(read);
    CHECK_EQ(to_string(read->lsn), "16/B374D848");
    CHECK_EQ(read->data, "abc");
}

TEST_CASE("before the first one is the header, also where there is none") {
    CHECK_EQ(read_polled_row(header + row).value().data, "abc");
    CHECK_FALSE(read_polled_row(header));
    CHECK_FALSE(read_polled_row(header + end));
    CHECK_FALSE(read_polled_row(end));
}

TEST_CASE("an extension of the header is passed over") {
    auto extended = header;
    extended.back() = '\2';
    CHECK_EQ(read_polled_row(extended + "xy" + row).value().data, "abc");
}

TEST_CASE("what is cut off, or no such row, is an error with its place") {
    auto const whole = header + row;
    for (std::size_t length = 1; length < whole.size(); ++length) {
        if (length != header.size()) {
            CAPTURE(length);
            CHECK_THROWS_AS(read_polled_row(whole.substr(0, length)), DecodeError);
        }
    }
    CHECK_THROWS_WITH(read_polled_row("\0\3"s + row.substr(2)),
                      "COPY, byte 0 of 21: expected two fields, found \"\\x00\"");
    CHECK_THROWS_AS(read_polled_row(row + "x"), DecodeError);
}

}  // namespace
}  // namespace lockstep::relay
