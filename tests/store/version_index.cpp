#include "store/version_index.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::tests {
namespace {

using store::read_index;
using store::Stored;
using store::Version;

std::string const print(64, 'a');
std::string const line = R"({"number":1,"date":"2026-11-21T03:00:00Z","fingerprint":")" + print +
                         R"(","changes":0,"who":"Anna","stored":"full"})" + "\n";

struct Refused {
    std::string message;  // its first line
    std::string hint;
};

Refused refused(std::string const& text) {
    try {
        read_index(text, "index.jsonl");
    } catch (ParseError const& error) {
        return {split(error.what(), '\n').front(), error.hint()};
    }
    return {};
}

std::string with(std::string const& what, std::string const& instead) {
    auto const text = replace_all(line, what, instead);
    REQUIRE(text != line);
    return refused(text).message;
}

TEST_CASE("versions are a line each, and read back the same") {
    std::vector<Version> const versions{
        {.number = 1, .date = "2026-11-21T03:00:00Z", .fingerprint = print, .who = "Anna \"B\"\n"},
        {.number = 2,
         .date = "2026-11-22T03:00:00Z",
         .fingerprint = std::string(64, 'b'),
         .tag = "v1.0",
         .changes = 3,
         .who = "Ørjan",
         .stored = Stored::delta}};
    auto const text = to_index(versions);
    CHECK(text == R"({"number":1,"date":"2026-11-21T03:00:00Z","fingerprint":")" + print +
                      R"(","changes":0,"who":"Anna \"B\"\n","stored":"full"})" + "\n" +
                      R"({"number":2,"date":"2026-11-22T03:00:00Z","fingerprint":")" +
                      std::string(64, 'b') +
                      R"(","tag":"v1.0","changes":3,"who":"Ørjan","stored":"delta"})" + "\n");
    CHECK(read_index(text, "index.jsonl") == versions);
    CHECK(read_index("", "index.jsonl").empty());
}

TEST_CASE("a line that is wrong is refused with its place and the reason") {
    CHECK(refused("PNG\n").message == "index.jsonl:1: this is no line of an index of versions");
    CHECK(refused(line + "[]\n").message ==
          "index.jsonl:2: this is no line of an index of versions");
    CHECK(refused(line + "\n").message == "index.jsonl:2: this is no line of an index of versions");
    CHECK(refused(line + line).message == "index.jsonl:2: version 2 should stand here");
    CHECK(with("\"who\"", "\"whom\"") ==
          "index.jsonl:1: unknown key \"whom\"; did you mean \"who\"?");
    CHECK(with(",\"who\":\"Anna\"", "") == "index.jsonl:1: it lacks \"who\"");
    CHECK(with("\"Anna\"", "7") == "index.jsonl:1: \"who\" must be a text");
    CHECK(with("\"number\":1", "\"number\":-1") ==
          "index.jsonl:1: \"number\" must be a whole number");
    CHECK(with("\"changes\":0", "\"changes\":0.5") ==
          "index.jsonl:1: \"changes\" must be a whole number");
    CHECK(with("2026-11-21T", "2026-13-21T") ==
          "index.jsonl:1: \"date\" must be a time in UTC: 2026-11-21T03:00:00Z");
    CHECK(with(print, "abc") == "index.jsonl:1: \"fingerprint\" must be 64 hexadecimal digits");
    CHECK(with("\"full\"", "\"half\"") ==
          "index.jsonl:1: \"stored\" must be \"full\" or \"delta\"");
    CHECK(with("\"changes\"", "\"tag\":\"1\",\"changes\"")
              .starts_with("index.jsonl:1: \"1\" cannot be a tag: "));
}

TEST_CASE("two versions of one tag are refused") {
    auto const first = replace_all(line, "\"changes\"", "\"tag\":\"v1\",\"changes\"");
    CHECK(refused(first + replace_all(first, "\"number\":1", "\"number\":2")).message ==
          "index.jsonl:2: the tag v1 is that of version 1 already");
}

TEST_CASE("a file that git could not merge says what to do") {
    auto const both = refused(line + "<<<<<<< HEAD\n" + line + "=======\n");
    CHECK(both.message == "index.jsonl:2: this is no line of an index of versions");
    CHECK(both.hint ==
          "Two branches recorded a version each: keep the files of one of them, and record anew.");
    CHECK(refused("x\n").hint ==
          "Bring the file back from version control: git checkout -- index.jsonl");
}

TEST_CASE("a tag begins with a letter and holds no blanks, and is not the newest version's name") {
    for (auto const* const good : {"v1", "release/2026.11", "a_b-c+d"}) {
        CHECK(store::fault_of_tag(good).empty());
    }
    for (std::string const bad : {"", "1", "-v", "a b", "a:b", "ä", "v\n"}) {
        CHECK(store::fault_of_tag(bad).find("cannot be a tag") != std::string::npos);
    }
    CHECK(store::fault_of_tag(std::string(101, 'a')).ends_with("at most 100 in all"));
    CHECK(store::fault_of_tag("Latest") == "Latest is the newest version, and no tag");
}

TEST_CASE("only days and times that there are count as such") {
    CHECK(store::is_day("2028-02-29"));
    CHECK(store::is_utc_time("2026-11-21T23:59:60Z"));
    for (auto const* const bad :
         {"", "2026-02-29", "2026-1-01", "-026-01-01", "2026-11-2x", "2026-11-21T", "2026/11/21"}) {
        CHECK(!store::is_day(bad));
    }
    for (auto const* const bad :
         {"2026-11-21", "2026-11-21T24:00:00Z", "2026-11-21T03:60:00Z", "2026-11-21T03:00:00+01"}) {
        CHECK(!store::is_utc_time(bad));
    }
}

}  // namespace
}  // namespace lockstep::tests
