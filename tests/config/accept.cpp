#include "config/accept.hpp"

#include <vector>

#include <doctest/doctest.h>

#include "base/error.hpp"

using namespace lockstep;
using namespace lockstep::config;

namespace {

std::vector<Accepted> const one{{.finding = "1f0c9ae2b7d45e63",
                                 .object = "column public.orders.total",
                                 .reason = "moves in March",
                                 .expires = "2027-03-31"}};

std::string in_json(std::string_view text) {
    return with_accepted("c.json", text, Syntax::json, one);
}

std::string in_yaml(std::string_view text) {
    return with_accepted("c.yaml", text, Syntax::yaml, one);
}

}  // namespace

TEST_CASE("an accepted finding is added behind the last one, comments stay") {
    CHECK(in_json(R"({
    // how bad things are
    "sync_rules": {
        "accepted": [
            {"finding": "a"}, /* one */
            {"finding": "b"} // two
            // the end
        ],
        "fail_on": "high"
    }
}
)") == R"({
    // how bad things are
    "sync_rules": {
        "accepted": [
            {"finding": "a"}, /* one */
            {"finding": "b"}, // two
            // the end
            {"finding": "1f0c9ae2b7d45e63", "object": "column public.orders.total", "reason": "moves in March", "expires": "2027-03-31"}
        ],
        "fail_on": "high"
    }
}
)");
}

TEST_CASE("an empty list of accepted findings is opened") {
    CHECK(in_json("{\n  \"sync_rules\": {\n    \"accepted\": []\n  }\n}\n") ==
          "{\n  \"sync_rules\": {\n    \"accepted\": [\n      {\"finding\": \"1f0c9ae2b7d45e63\", "
          "\"object\": \"column public.orders.total\", \"reason\": \"moves in March\", "
          "\"expires\": \"2027-03-31\"}\n    ]\n  }\n}\n");
}

TEST_CASE("a list of accepted findings that is missing is made, also with its section") {
    std::vector<Accepted> const two{{.finding = "a"}, {.finding = "b"}};
    CHECK(with_accepted("c.json", "{\n  \"schema_sync\": {\n    \"version\": \"1\" // now\n  }\n}",
                        Syntax::json, two) == R"({
  "schema_sync": {
    "version": "1", // now
    "sync_rules": {
      "accepted": [
        {"finding": "a"},
        {"finding": "b"}
      ]
    }
  }
})");
    CHECK(with_accepted("c.json", "", Syntax::json, two) == R"({
  "sync_rules": {
    "accepted": [
      {"finding": "a"},
      {"finding": "b"}
    ]
  }
}
)");
}

TEST_CASE("what stands in one line stays in one line") {
    std::vector<Accepted> const two{{.finding = "a"}, {.finding = "b"}};
    CHECK(
        with_accepted("c.json", R"({"sync_rules": {"fail_on": "low"}})", Syntax::json, two) ==
        R"({"sync_rules": {"fail_on": "low", "accepted": [{"finding": "a"}, {"finding": "b"}]}})");
    CHECK(with_accepted("c.yaml", "sync_rules: {accepted: [{finding: a}]}\n", Syntax::yaml, two) ==
          "sync_rules: {accepted: [{finding: a}, {\"finding\": \"b\"}]}\n");
}

TEST_CASE("null gives way to the list of accepted findings") {
    std::vector<Accepted> const entry{{.finding = "a"}};
    CHECK(
        with_accepted("c.json", "{\n  \"sync_rules\": null\n}\n", Syntax::json, entry) ==
        "{\n  \"sync_rules\": {\n    \"accepted\": [\n      {\"finding\": \"a\"}\n    ]\n  }\n}\n");
    CHECK(
        with_accepted("c.json", "{\n  \"sync_rules\": {\n    \"accepted\": null\n  }\n}\n",
                      Syntax::json, entry) ==
        "{\n  \"sync_rules\": {\n    \"accepted\": [\n      {\"finding\": \"a\"}\n    ]\n  }\n}\n");
}

TEST_CASE("in YAML an accepted finding is added behind the last one, comments stay") {
    CHECK(in_yaml(R"(# top
sync_rules:
  accepted:
    - finding: a   # one
      reason: |
        long
         # no comment
    # the end
  fail_on: high
)") == R"(# top
sync_rules:
  accepted:
    - finding: a   # one
      reason: |
        long
         # no comment
    # the end
    - finding: "1f0c9ae2b7d45e63"
      object: "column public.orders.total"
      reason: "moves in March"
      expires: "2027-03-31"
  fail_on: high
)");
}

TEST_CASE("in YAML a list that is not indented, empty or missing takes an accepted finding") {
    std::vector<Accepted> const entry{{.finding = "b"}};
    auto const edited = [&](std::string_view text) {
        return with_accepted("c.yaml", text, Syntax::yaml, entry);
    };
    CHECK(edited("sync_rules:\n  accepted:\n  - finding: a\n  fail_on: low\n") ==
          "sync_rules:\n  accepted:\n  - finding: a\n  - finding: \"b\"\n  fail_on: low\n");
    CHECK(edited("sync_rules:\n  accepted: [] # none\n  fail_on: low\n") ==
          "sync_rules:\n  accepted: # none\n    - finding: \"b\"\n  fail_on: low\n");
    CHECK(edited("sync_rules:\n  accepted:\nversion: \"1\"") ==
          "sync_rules:\n  accepted:\n    - finding: \"b\"\nversion: \"1\"");
    CHECK(edited("sync_rules:\n  fail_on: low\n\n# next\nversion: \"1\"\n") ==
          "sync_rules:\n  fail_on: low\n  accepted:\n    - finding: \"b\"\n\n# next\nversion: "
          "\"1\"\n");
    CHECK(edited("schema_sync:\n  version: \"1\"") ==
          "schema_sync:\n  version: \"1\"\n  sync_rules:\n    accepted:\n      - finding: \"b\"\n");
    CHECK(edited("") == "sync_rules:\n  accepted:\n    - finding: \"b\"\n");
}

TEST_CASE("a finding that is accepted already is not added again") {
    auto const once = in_json("{}");
    CHECK(in_json(once) == once);
}

TEST_CASE("text of an accepted finding cannot break out of its quotes, nor name a variable") {
    std::vector<Accepted> const hostile{{.finding = "a", .reason = "\"}], // ${HOME}\n\\ größe"}};
    for (auto const syntax : {Syntax::json, Syntax::yaml}) {
        auto const text = with_accepted("c", "", syntax, hostile);
        CHECK(read("c", text, syntax).config.sync_rules.accepted == hostile);
    }
}

TEST_CASE("a configuration that cannot be edited is left alone, with the way out") {
    std::vector<Accepted> const entry{{.finding = "b"}};
    std::string hint;
    CHECK_THROWS_WITH_AS(
        [&] {
            try {
                with_accepted("c.yaml", "sync_rules:\n  accepted: ~\n", Syntax::yaml, entry);
            } catch (Error const& error) {
                hint = error.hint();
                throw;
            }
        }(),
        "c.yaml: this file is written in a way that cannot be edited safely", ParseError);
    CHECK(hint == "Add to \"sync_rules.accepted\" by hand:\n  {\"finding\": \"b\"}");
    CHECK_THROWS_WITH_AS(
        with_accepted("c.json", R"({"sync_rules": {"accepted": 1}})", Syntax::json, entry),
        "c.json:1:29: \"sync_rules.accepted\" must be a list, but is a number\n"
        "  {\"sync_rules\": {\"accepted\": 1}}\n"
        "                              ^",
        ParseError);
}
