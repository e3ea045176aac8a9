#include "schema/snapshot.hpp"

#include <array>
#include <random>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "diff/change.hpp"
#include "schema/fingerprint.hpp"
#include "schema/snapshot_reader.hpp"
#include "support/build.hpp"
#include "support/test_kinds.hpp"

using namespace lockstep;
using namespace lockstep::schema;
using namespace lockstep::tests;

namespace {

constexpr std::array<Kind const*, 2> test_kinds = {&box, &lid};

Schema from_json(std::string_view text) {
    JsonTokens tokens(text, "x.json");
    return read_snapshot(tokens, "x.json", test_kinds);
}

Schema from_yaml(std::string_view text) {
    return read_snapshot(*yaml_tokens(text, "x.yaml"), "x.yaml", test_kinds);
}

std::string error_of(Schema (*read)(std::string_view), std::string const& text) {
    try {
        read(text);
    } catch (Error const& error) {
        std::string_view const message = error.what();
        return std::string(message.substr(0, message.find('\n')));
    }
    return "";
}

std::string const header =
    R"({"format": "lockstep/snapshot", "version": 1, "kinds": {"box": ["owner", "comment", "text",
"flag", "list", "set", "order", "derived"], "lid": ["comment", "text"]}, "objects": [
)";

std::string json_error(std::string const& objects) {
    return error_of(from_json, header + objects + "]}");
}

/// Texts that hurt: quotes, YAML's signs and words, controls, line ends of Unicode.
std::string random_text(std::mt19937& random) {
    constexpr auto pieces = std::to_array<std::string_view>({"a",
                                                             " ",
                                                             "\n",
                                                             "\t",
                                                             "\r",
                                                             "'",
                                                             "\"",
                                                             "\\",
                                                             ":",
                                                             "#",
                                                             "-",
                                                             "- ",
                                                             "|",
                                                             ">",
                                                             "%",
                                                             "@",
                                                             "{",
                                                             "}",
                                                             "[",
                                                             "]",
                                                             ",",
                                                             "&x",
                                                             "*x",
                                                             "!",
                                                             "?",
                                                             "~",
                                                             "null",
                                                             "true",
                                                             "no",
                                                             "1",
                                                             "0x1",
                                                             "1e3",
                                                             "ö",
                                                             "😀",
                                                             "\x7f",
                                                             "\x01",
                                                             "\x1b",
                                                             "\xC2\x85",
                                                             "\xC2\x80",
                                                             "\xE2\x80\xA8",
                                                             "\xEF\xBB\xBF",
                                                             "---",
                                                             "...",
                                                             "\n\n",
                                                             " \n",
                                                             "\n  ",
                                                             "<<",
                                                             "=",
                                                             "`"});
    std::string text(pieces[random() % pieces.size()]);
    for (auto count = random() % 6; count > 0; --count) {
        text += pieces[random() % pieces.size()];
    }
    return text;
}

Schema random_schema(std::mt19937& random) {
    Build build;
    build.knows(lid);
    for (unsigned i = 0; i < 5; ++i) {
        auto const name = fmt::format("{}{}", random_text(random), i);
        auto const text = random_text(random);
        auto const list = pack({random_text(random), "", random_text(random)});
        build.add(box, {"public", name}, {{"text", text}, {"list", list}, {"owner", nullptr}});
        build.add(lid, {"public", name, text}, {{"comment", text}});
    }
    return build.schema();
}

}  // namespace

TEST_CASE("a snapshot is one object a line, under a header") {
    auto schema = Build()
                      .add(box, {"public", "a"}, {{"text", "x"}, {"flag", "true"}})
                      .add(lid, {"public", "a", "l"})
                      .schema();
    schema.server_version = 150018;
    schema.untracked = {{.what = "cast", .count = 2}};
    auto const text = to_snapshot_json(schema);
    CHECK(text.find(
              "  \"objects\": [\n"
              "    {\"kind\":\"box\",\"name\":[\"public\",\"a\"],\"text\":\"x\",\"flag\":true},\n"
              "    {\"kind\":\"lid\",\"name\":[\"public\",\"a\",\"l\"]}\n  ]\n}\n") !=
          std::string::npos);
    auto const read = from_json(text);
    CHECK(to_snapshot_json(read) == text);
    CHECK(read.warnings.empty());
    CHECK(read.server_version == 150018);
    CHECK(read.untracked == schema.untracked);
}

TEST_CASE("any schema comes back the same from JSON and from YAML") {
    std::mt19937 random(5);
    for (int i = 0; i < 300; ++i) {
        auto const schema = random_schema(random);
        auto const json = to_snapshot_json(schema);
        auto const yaml = to_snapshot_yaml(schema);
        CHECK(to_snapshot_json(from_json(json)) == json);
        auto const read = from_yaml(yaml);
        CHECK(to_snapshot_json(read) == json);
        CHECK(to_snapshot_yaml(read) == yaml);
        CHECK(read.warnings.empty());
        CHECK(diff::diff(schema, read).list.empty());
        CHECK(fingerprint(schema).schema == fingerprint(read).schema);
    }
}

TEST_CASE("an object stands in its line of the snapshot, unless the snapshot says where") {
    auto const schema =
        from_json(header + "{\"kind\": \"box\", \"name\": [\"public\", \"a\"]}\n]}");
    CHECK(schema.files == std::vector<std::string>{"x.json"});
    CHECK(schema.objects[0].place == Place{.file = 0, .line = 3});
    auto placed = Build().add(box, {"a", "b"}, {}, {.file = 1, .line = 9}).schema();
    placed.files = {"a.sql", "b.sql"};
    auto const read = from_json(to_snapshot_json(placed, {.places = true}));
    CHECK(read.files == placed.files);
    CHECK(read.objects[0].place == Place{.file = 1, .line = 9});
}

TEST_CASE("a snapshot edited by hand is read with a warning") {
    auto text = to_snapshot_json(Build().add(box, {"public", "a"}, {{"text", "x"}}).schema());
    text.replace(text.find("\"x\""), 3, "\"y\"");
    CHECK(
        from_json(text).warnings ==
        std::vector<std::string>{"x.json was edited by hand: its fingerprint is not that of its "
                                 "objects; \"lockstep inspect x.json -o x.json\" writes it anew"});
}

TEST_CASE("a property that the writer did not know is unknown, not the default") {
    auto const schema = from_json(
        R"({"format": "lockstep/snapshot", "version": 1, "kinds": {"box": ["text"]},
"objects": [{"kind": "box", "name": ["public", "a"], "text": "x"}]})");
    CHECK(schema.objects[0].get("owner").is_unknown());
    CHECK(schema.objects[0]["text"] == "x");
    CHECK(schema.known_kinds == std::set<Kind const*>{&box});
}

TEST_CASE("what is wrong in a snapshot is named with its place") {
    auto const object = [](std::string const& rest) {
        return json_error("{\"kind\": \"box\", \"name\": [\"s\", \"a\"]" + rest + "}");
    };
    CHECK(error_of(from_json, "[]") == "x.json:1:1: this is no lockstep snapshot: it is no object");
    CHECK(error_of(from_json, "{\"name\": 1}") ==
          "x.json:1:2: this is no lockstep snapshot: it does not begin with \"format\": "
          "\"lockstep/snapshot\"");
    CHECK(error_of(from_json, R"({"format": "lockstep/snapshot", "version": 2})") ==
          "x.json:1:44: this lockstep reads snapshots of version 1, and this is version 2");
    CHECK(error_of(from_json,
                   R"({"format": "lockstep/snapshot", "version": 12345678901234567890})") ==
          "x.json:1:44: this lockstep reads snapshots of version 1, and this is version "
          "12345678901234567890");
    for (std::string const version :
         {"0", "01", "-1", "1.5", "1e1", "\"1\"", "null", "true", "[1]"}) {
        CAPTURE(version);
        auto const error = error_of(
            from_json, "{\"format\": \"lockstep/snapshot\",\n\"version\": " + version + "}");
        CHECK(error.starts_with("x.json:2:1"));
        // What is no number in JSON at all is told as that.
        CHECK((version == "01" ||
               error == "x.json:2:12: the version of a snapshot must be a whole number from 1 on"));
    }
    CHECK(error_of(from_yaml, "format: lockstep/snapshot\nversion: '1'\n") ==
          "x.yaml:2:10: the version of a snapshot must be a whole number from 1 on");
    CHECK(error_of(from_yaml, "format: lockstep/snapshot\nversion: 2\n") ==
          "x.yaml:2:10: this lockstep reads snapshots of version 1, and this is version 2");
    CHECK(error_of(from_json, R"({"format": "lockstep/snapshot", "version": 1})") ==
          "x.json:1:1: this is no lockstep snapshot: it lacks \"kinds\"");
    CHECK(json_error(R"({"kind": "bx", "name": ["s", "a"]})") ==
          "x.json:3:10: unknown kind \"bx\"; did you mean \"box\"?");
    CHECK(object(R"(, "txt": "x")") ==
          "x.json:3:37: a box has no property \"txt\"; did you mean \"text\"?");
    CHECK(object(R"(, "text": 1)") == "x.json:3:37: text must be a text, not a number");
    CHECK(object(R"(, "flag": "true")") == "x.json:3:37: flag must be true or false, not a text");
    CHECK(object(R"(, "list": ["a", 1])") ==
          "x.json:3:51: list must be a list of texts, and this is a number");
    CHECK(object(R"(, "text": "a", "text": "b")") == "x.json:3:37: \"text\" is there twice");
    CHECK(json_error(R"({"kind": "box", "name": ["s"]})") ==
          "x.json:3:25: the name of a box has 2 parts (schema, name), and this has 1");
    CHECK(json_error(R"({"kind": "box"})") == "x.json:3:1: an object must have a \"name\"");
    CHECK(json_error("{\"kind\": \"box\", \"name\": [\"s\", \"a\"]},\n"
                     "{\"kind\": \"box\", \"name\": [\"s\", \"a\"]}") ==
          "x.json:4: box s.a is there twice, first in line 3");
}

TEST_CASE("YAML that a snapshot has no use for is refused") {
    CHECK(error_of(from_yaml, "format: &a lockstep/snapshot") ==
          "x.yaml:1:9: anchors are not allowed here");
    CHECK(error_of(from_yaml, "format: *a").starts_with("x.yaml:1:"));
    CHECK(error_of(from_yaml, "format: !!binary aGk=").starts_with("x.yaml:1:9: tags are not"));
    CHECK(error_of(from_yaml, std::string(40, '[') + std::string(40, ']')) ==
          "x.yaml:1:33: nested deeper than 32 levels");
    CHECK(error_of(from_yaml, "").starts_with("x.yaml: this is no lockstep snapshot"));
    CHECK(error_of(from_yaml, std::string("a: \0b", 5)) == "x.yaml:1:4: a text cannot hold a NUL");
}
