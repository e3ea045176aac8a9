#include "relay/history_values.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace lockstep::relay {
namespace {

TEST_CASE("a row's values are the texts that were written: digits, NULL, booleans") {
    auto const values = parse_values(
        R"({"a": 9.90, "b": null, "c": true, "d": "null", "e": 12345678901234567890123.4560,
            "f": -32768, "g": "é\u0001"})");
    CHECK_EQ(values.at("a"), "9.90");
    CHECK_EQ(values.at("b"), std::nullopt);
    CHECK_EQ(values.at("c"), "true");
    CHECK_EQ(values.at("d"), "null");
    CHECK_EQ(values.at("e"), "12345678901234567890123.4560");
    CHECK_EQ(values.at("f"), "-32768");
    CHECK_EQ(values.at("g"), "é\x01");
}

TEST_CASE("what is no row of scalars is refused") {
    for (auto const* const text :
         {"", "[]", "1", "null", "{", R"({"a": {}})", R"({"a": [1]})", R"({"a": 1} x)"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_values(text), Error);
    }
}

std::string written(JsonForm form, std::optional<std::string> const& value) {
    std::string out;
    append_value(out, form, value);
    return out;
}

TEST_CASE("a value is written in the form that its column has now") {
    CHECK_EQ(written(JsonForm::number, "9.90"), "9.90");
    CHECK_EQ(written(JsonForm::number, "NaN"), "\"NaN\"");
    CHECK_EQ(written(JsonForm::number, "1e5"), "\"1e5\"");
    CHECK_EQ(written(JsonForm::number, "x"), "\"x\"");
    CHECK_EQ(written(JsonForm::text, "9.90"), "\"9.90\"");
    CHECK_EQ(written(JsonForm::boolean, "t"), "true");
    CHECK_EQ(written(JsonForm::boolean, "false"), "false");
    CHECK_EQ(written(JsonForm::boolean, "maybe"), "\"maybe\"");
    CHECK_EQ(written(JsonForm::text, std::nullopt), "null");
}

}  // namespace
}  // namespace lockstep::relay
