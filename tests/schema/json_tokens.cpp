#include "schema/json_tokens.hpp"

#include <iterator>
#include <random>

#include <doctest/doctest.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "schema/json_text.hpp"

using namespace lockstep;
using namespace lockstep::schema;
using Type = Token::Type;

namespace {

std::string error_of(std::string_view text) {
    try {
        JsonTokens tokens(text, "x.json");
        while (tokens.next().type != Type::end) {
        }
    } catch (ParseError const& error) {
        std::string_view const message = error.what();
        return std::string(message.substr(0, message.find('\n')));
    }
    return "";
}

/// The tokens as one line of words.
std::string words(std::string_view text) {
    std::string all;
    JsonTokens tokens(text, "x.json");
    for (auto token = tokens.next(); token.type != Type::end; token = tokens.next()) {
        all += fmt::format("{}:{} ", static_cast<int>(token.type), token.text);
    }
    return all;
}

}  // namespace

TEST_CASE("a document comes as its tokens, escapes undone") {
    CHECK(words(R"( {"a" : [1, -2.5e3, true, null], "b\u00e9\ud83d\ude00\n": {}} )") ==
          "0: 4:a 2: 6:1 6:-2.5e3 8:true 9:null 3: 4:bé😀\n 0: 1: 1: ");
}

TEST_CASE("what is wrong in a JSON document is named with line and column") {
    CHECK(error_of("{\n  \"a\": tru\n}") == "x.json:2:8: expected a value");
    CHECK(error_of("[1 2]") == "x.json:1:4: expected \",\" or \"]\"");
    CHECK(error_of("[1,]") == "x.json:1:4: expected a value");
    CHECK(error_of("{\"a\" 1}") == "x.json:1:6: expected \":\" after the key");
    CHECK(error_of("{a: 1}") == "x.json:1:2: expected a key in double quotes");
    CHECK(error_of("{\"a\": 1,}") == "x.json:1:9: expected a key in double quotes");
    CHECK(error_of("") == "x.json:1:1: the file ends in the middle of the document");
    CHECK(error_of("[\"ö\", \"abc") == "x.json:1:7: this string does not end");
    CHECK(error_of("[\"a\nb\"]") == "x.json:1:4: a control character in a string must be escaped");
    CHECK(error_of("[\"\\x\"]") == "x.json:1:3: unknown escape in a string");
    CHECK(error_of("[\"\\ud800\"]") == "x.json:1:3: half of a surrogate pair");
    CHECK(error_of("[\"\\ud800\\u0041\"]") == "x.json:1:3: half of a surrogate pair");
    CHECK(error_of("[\"\\u00g0\"]") == "x.json:1:7: expected four hexadecimal digits");
    CHECK(error_of("[\"\\u0000\"]") == "x.json:1:3: a text cannot hold a NUL");
    CHECK(error_of("[\"\xff\"]") == "x.json:1:3: this is no UTF-8");
    CHECK(error_of("[1.]") == "x.json:1:4: expected a digit");
    CHECK(error_of("[01]") == "x.json:1:3: expected \",\" or \"]\"");
    CHECK(error_of("{} {}") == "x.json:1:4: there is more after the end of the document");
    CHECK(error_of(std::string(33, '[')) == "x.json:1:33: nested deeper than 32 levels");
}

TEST_CASE("lines are counted also when asked for out of order") {
    JsonTokens tokens("[\n1,\n\n2]", "x.json");
    auto const open = tokens.next();
    auto const one = tokens.next();
    auto const two = tokens.next();
    CHECK(tokens.line(two) == 4);
    CHECK(tokens.line(open) == 1);
    CHECK(tokens.line(one) == 2);
}

TEST_CASE("it takes what nlohmann's parser takes, and refuses what that refuses") {
    std::mt19937 random(7);
    constexpr std::string_view pieces[] = {
        "{",           "}",  "[",    "]",     ",",    ":",    "\"a\"",
        "\"\\u00e9\"", "1",  "-0.5", "5e-3",  "true", "null", " ",
        "\n",          "\"", "\\",   "false", "0",    "-",    "\"\\ud83d\\ude00\""};
    std::size_t accepted = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string text;
        for (auto count = random() % 8; count > 0; --count) {
            text += pieces[random() % std::size(pieces)];
        }
        bool const ours = error_of(text).empty();
        accepted += ours ? 1 : 0;
        if (ours != nlohmann::json::accept(text)) {
            FAIL(text);
        }
    }
    CHECK(accepted > 1000);
}

TEST_CASE("any text survives being written and read") {
    std::mt19937 random(11);
    for (int i = 0; i < 2000; ++i) {
        std::string text;
        for (auto count = random() % 20; count > 0; --count) {
            text += static_cast<char>(1 + random() % 127);
        }
        std::string json;
        append_json(json, text);
        JsonTokens tokens(json, "x.json");
        CHECK(tokens.next().text == text);
        CHECK(nlohmann::json::parse(json).get<std::string>() == text);
    }
}
