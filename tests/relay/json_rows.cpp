#include "relay/json_rows.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "relay/decode_error.hpp"

namespace lockstep::relay {
namespace {

Cell text(std::string_view value) {
    return {Cell::Kind::text, value};
}

std::string json(Oid type, std::string_view value) {
    std::string out;
    append_json_value(out, json_form(type), text(value));
    return out;
}

TEST_CASE("integers and numeric keep their digits; what is no number is a string") {
    CHECK_EQ(json(21, "-32768"), "-32768");
    CHECK_EQ(json(20, "9223372036854775807"), "9223372036854775807");
    CHECK_EQ(json(26, "4294967295"), "4294967295");
    CHECK_EQ(json(1700, "10.50"), "10.50");
    CHECK_EQ(json(1700, "0.000"), "0.000");
    for (auto const* const value : {"NaN", "Infinity", "-Infinity"}) {
        CHECK_EQ(json(1700, value), '"' + std::string(value) + '"');
    }
    CHECK_EQ(json(1700, ".5"), "\".5\"");
    CHECK_EQ(json(1700, "5."), "\"5.\"");
    CHECK_EQ(json(1700, "05"), "\"05\"");
    CHECK_EQ(json(1700, "-"), "\"-\"");
}

TEST_CASE("floating-point numbers stay text, for jsonb would write them otherwise") {
    CHECK_EQ(json(701, "1e+300"), "\"1e+300\"");
    CHECK_EQ(json(700, "-0"), "\"-0\"");
}

TEST_CASE("booleans are true and false, and nothing else") {
    CHECK_EQ(json(16, "t"), "true");
    CHECK_EQ(json(16, "f"), "false");
    CHECK_THROWS_WITH_AS(json(16, "true"), "\"true\" is no boolean", ValueError);
}

TEST_CASE("json and jsonb are texts: every blank is kept, and a JSON null is no NULL") {
    CHECK_EQ(json(3802, "null"), R"("null")");
    CHECK_EQ(json(114, R"( { "b":1.50,"b":"\u0000" })"), R"(" { \"b\":1.50,\"b\":\"\\u0000\" }")");
}

TEST_CASE("all other types are strings of what they print") {
    CHECK_EQ(json(25, "a\"b\\c\n\x01é😀"), R"("a\"b\\c\n\u0001é😀")");
    CHECK_EQ(json(1184, "infinity"), "\"infinity\"");
    CHECK_EQ(json(1007, "{1,2,NULL}"), "\"{1,2,NULL}\"");
    CHECK_EQ(json(17, "\\xdead"), R"("\\xdead")");
    CHECK_EQ(json(99'999, "42"), "\"42\"");
}

TEST_CASE("a value that cannot be written says which and why") {
    JsonRows const rows({.schema = "public", .name = "t", .columns = {{"a", 25}, {"b", 16}}});
    std::string out;
    CHECK_THROWS_WITH_AS(rows.append(out, std::array{text("a\xFF"), text("t")}),
                         "public.t, column \"a\": byte 1 of it is no UTF-8", ValueError);
    CHECK_THROWS_WITH_AS(rows.append(out, std::array{text("a"), Cell{Cell::Kind::binary, "\1"}}),
                         "public.t, column \"b\": it came in binary, not as text", ValueError);
    CHECK_THROWS_WITH_AS(rows.append(out, std::array{text("a")}),
                         "the replication stream is out of order: a row of public.t has 1 values; "
                         "its columns are 2",
                         StreamError);
}

TEST_CASE("a row is an object; what was not told is left out and named") {
    JsonRows const rows({.schema = "public",
                         .name = "t",
                         .columns = {{"id", 23}, {"a \"b\"", 25}, {"big", 25}, {"none", 25}}});
    std::array const row{text("1"), text("x"), Cell{Cell::Kind::unchanged}, Cell{}};
    std::string out;
    rows.append(out, row);
    CHECK_EQ(out, R"({"id":1,"a \"b\"":"x","none":null})");
    std::string unchanged;
    CHECK(rows.append_unchanged(unchanged, row));
    CHECK_EQ(unchanged, R"(["big"])");
    CHECK_FALSE(rows.append_unchanged(unchanged, std::array{text("1")}));
}

TEST_CASE("of a row before of which only the key is told, nothing else is written") {
    JsonRows const rows({.columns = {{"id", 23}, {"a", 25}, {"code", 25}}});
    std::string out;
    rows.append_key(out, std::array{Cell{}, Cell{}, text("x")});
    CHECK_EQ(out, R"({"code":"x"})");
}

}  // namespace
}  // namespace lockstep::relay
