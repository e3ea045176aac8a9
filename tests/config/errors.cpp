#include <doctest/doctest.h>

#include "base/error.hpp"
#include "config/load.hpp"

using namespace lockstep;
using namespace lockstep::config;

namespace {

std::string error_of(std::string_view text, Syntax syntax = Syntax::json) {
    try {
        static_cast<void>(
            config::read("c", text, syntax, {.rules = {"enum_added", "column_modified"}}));
    } catch (ParseError const& error) {
        return error.what();
    }
    return "no error";
}

/// The message without the line and its caret.
std::string message_of(std::string_view text, Syntax syntax = Syntax::json) {
    auto const whole = error_of(text, syntax);
    return whole.substr(0, whole.find('\n'));
}

}  // namespace

TEST_CASE("an unknown key is refused with the nearest known one, its line and a caret") {
    CHECK(error_of("{\n  \"databse\": {}\n}") ==
          "c:2:3: unknown key \"databse\"; did you mean \"database\"?\n"
          "    \"databse\": {}\n"
          "    ^");
    CHECK(error_of("schema_sync:\n  sync_rules:\n    failon: low\n", Syntax::yaml) ==
          "c:3:5: unknown key \"failon\" in \"sync_rules\"; did you mean \"fail_on\"?\n"
          "      failon: low\n"
          "      ^");
}

TEST_CASE("a wrong type, name, number, day or rule is refused") {
    struct Case {
        std::string_view text;
        std::string_view message;
    };
    Case const cases[] = {
        {"[]", "c:1:1: the configuration must be a map, but is a list"},
        {R"({"version": 1})", "c:1:13: \"version\" must be a text, but is 1"},
        {R"({"database": []})", "c:1:14: \"database\" must be a map, but is a list"},
        {R"({"ci_cd": {"enabled": "yes"}})",
         "c:1:23: \"ci_cd.enabled\" must be true or false, but is a text"},
        {R"({"sync_rules": {"fail_on": "hgh"}})",
         "c:1:28: \"sync_rules.fail_on\" cannot be \"hgh\"; did you mean \"high\"?"},
        {R"({"monitoring": {"max_history_entries": 0}})",
         "c:1:40: \"monitoring.max_history_entries\" must be from 1 to 1000000, but is 0"},
        {R"({"monitoring": {"max_history_entries": 99999999999999999999}})",
         "c:1:40: \"monitoring.max_history_entries\" must be from 1 to 1000000, but is "
         "99999999999999999999"},
        {R"({"monitoring": {"max_history_entries": 1.5}})",
         "c:1:40: \"monitoring.max_history_entries\" must be a whole number, but is 1.5"},
        {R"({"database": {"connect_timeout": "soon"}})",
         "c:1:34: \"database.connect_timeout\" must be a duration such as \"30s\", or a number of "
         "seconds, but is a text"},
        {R"({"database": {"connect_timeout": "25d"}})",
         "c:1:34: \"database.connect_timeout\" must be at most 24d, but is 25d"},
        {R"({"database": {"url_env": "A B"}})",
         "c:1:26: \"database.url_env\" must be the name of an environment variable, but is \"A "
         "B\""},
        {R"({"sync_rules": {"accepted": [{"finding": "a", "expires": "2026-02-30"}]}})",
         "c:1:58: \"sync_rules.accepted[0].expires\" must be a day such as \"2026-12-31\", but is "
         "\"2026-02-30\""},
        {R"({"sync_rules": {"accepted": [{}]}})",
         "c:1:30: \"sync_rules.accepted[0]\" lacks the key \"finding\""},
        {R"({"local_schemas": {"definitions": [{"source": ""}]}})",
         "c:1:36: \"local_schemas.definitions[0]\" lacks the key \"source\""},
        {R"({"sync_rules": {"severity_levels": {"enum_aded": "low"}}})",
         "c:1:37: \"sync_rules.severity_levels\": there is no rule \"enum_aded\"; did you mean "
         "\"enum_added\"?"},
        {R"({"database": {"url": "${NOWHERE}"}})",
         "c:1:22: \"database.url\" needs the environment variable NOWHERE, which is not set"},
        {R"({"database": {"url": "${1}"}})",
         "c:1:22: \"database.url\": \"${1}\" names no variable"},
        {R"({"schema_sync": {}, "database": {}})",
         "c:1:21: \"database\" stands beside \"schema_sync\"; move it into it"},
    };
    for (auto const& [text, message] : cases) {
        CHECK(message_of(text) == message);
    }
}

TEST_CASE("a second document of YAML is refused where it begins") {
    CHECK(message_of("version: '1'\n---\nversion: '2'\n", Syntax::yaml) ==
          "c:2:1: a second YAML document begins here; the file holds one");
}

TEST_CASE("bad JSON is refused with line and column") {
    struct Case {
        std::string_view text;
        std::string_view message;
    };
    Case const cases[] = {
        {"", "c:1:1: the file holds no JSON value"},
        {"{\n  \"a\": 1,\n}",
         "c:2:9: a comma before \"}\"; the last element of a map has none behind it"},
        {"[1, 2,]", "c:1:6: a comma before \"]\"; the last element of a list has none behind it"},
        {"{\"a\": 1 \"b\": 2}", "c:1:9: a comma or \"}\" should stand here"},
        {"{\"a\" 1}", "c:1:6: a colon should stand behind the key \"a\""},
        {"{a: 1}", "c:1:2: a key in double quotes should stand here"},
        {"{\"a\": 'x'}", "c:1:7: texts stand in double quotes in JSON"},
        {"{\"a\": NaN}", "c:1:7: \"NaN\" is no number that JSON knows"},
        {"{\"a\": 01}", "c:1:7: \"01\" is no number that JSON knows"},
        {"{\"a\": yes}", "c:1:7: \"yes\" is no JSON value; a text stands in double quotes"},
        {"{\"a\": 1, \"a\": 2}",
         "c:1:10: the key \"a\" stands here a second time; the first is in line 1"},
        {"{\"a\": \"x\n\"}", "c:1:7: the text that starts here has no closing quote in its line"},
        {"{\"a\": \"\\q\"}", "c:1:8: an escape that JSON does not know"},
        {"{\"a\": \"\\ud800\"}", "c:1:8: half of a surrogate pair stands alone"},
        {"{\"a\": \"\\u0000\"}",
         "c:1:8: \\u0000 is not allowed: no text of PostgreSQL holds a NUL"},
        {"{\"a\": [1", "c:1:7: the \"[\" that stands here is never closed"},
        {"/* {", "c:1:1: the comment that starts here has no end"},
        {"{} {}", "c:1:4: something stands behind the end of the JSON value"},
    };
    for (auto const& [text, message] : cases) {
        CHECK(message_of(text) == message);
    }
}

TEST_CASE("what is no text, or nested without end, or too large, is refused at once") {
    CHECK(message_of(std::string_view("{\"a\0\": 1}", 9)) ==
          "c:1:4: a NUL byte; this is no text file");
    CHECK(message_of("{\"\xff\": 1}") == "c: the file is no text in UTF-8");
    std::string const deep(100'000, '[');
    CHECK(message_of(deep) == "c:1:66: nested more than 64 deep");
    CHECK(message_of(deep, Syntax::yaml).find("c:1:") == 0);
    CHECK(message_of(std::string((16U << 20U) + 1, ' ')) ==
          "c: the file has 16777217 bytes; a configuration has at most 16777216");
}

TEST_CASE("aliases of YAML that multiply are refused") {
    std::string text = "x-a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        text += "x-a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int j = 0; j < 10; ++j) {
            text += "*a" + std::to_string(i - 1) + (j < 9 ? "," : "]\n");
        }
    }
    CHECK(message_of(text, Syntax::yaml).find("the file holds more than 500000 values") !=
          std::string::npos);
}

TEST_CASE("ten megabytes are read in one pass") {
    std::string text = "{\"x-long\": \"" + std::string(10'000'000, 'a') + "\", \"version\": \"3\"}";
    CHECK(config::read("c", text, Syntax::json).config.version == "3");
}
