// What holds for every configuration, and for whatever is none.
#include <map>
#include <random>

#include <doctest/doctest.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/files.hpp"
#include "config/keys.hpp"
#include "config/settings.hpp"
#include "support/support.hpp"

using namespace lockstep;
using namespace lockstep::config;
using Json = nlohmann::ordered_json;

namespace {

/// The same numbers on every machine: a failure is to be found again.
class Random {
public:
    explicit Random(unsigned seed) : engine_(seed) {}  // NOLINT
    std::size_t below(std::size_t bound) { return engine_() % bound; }
    bool one_in(std::size_t count) { return below(count) == 0; }
    template <typename Items>
    auto const& of(Items const& items) {
        return items[below(std::size(items))];
    }

private:
    std::mt19937 engine_;
};

/// Texts that hurt one syntax or the other.
std::string hostile_text(Random& random) {
    static constexpr std::string_view pieces[] = {
        "a",    "B_c", "%",    " ",    ":",  ": ", "#",   " #", "-",   "- ",  "\"", "'",
        "\\",   "\n",  "\t",   "{",    "}",  "[",  "]",   ",",  "&",   "*",   "!",  "|",
        ">",    "@",   "`",    "?",    "~",  "1",  "0x1", "é",  "😀",   "$",   "$$", "$${",
        "null", "no",  "true", "\x01", "\r", "<<", "//",  "/*", "---", "...", "=",  "2026-02-28"};
    std::string text;
    for (auto count = random.below(6); count > 0; --count) {
        text += random.of(pieces);
    }
    return text;
}

/// The value of an example with other texts in it.
Json varied(Json value, Random& random) {
    if (value.is_string() && random.one_in(2)) {
        return hostile_text(random);
    }
    if (value.is_boolean() && random.one_in(2)) {
        return !value.get<bool>();
    }
    if (value.is_structured()) {
        for (auto& item : value) {
            item = varied(item, random);
        }
    }
    if (value.is_array() && !value.empty() && random.one_in(3)) {
        value.push_back(value.front());
    }
    return value;
}

bool is_accepted(Json const& config) {
    try {
        config::read("c", config.dump(), Syntax::json);
        return true;
    } catch (ParseError const&) {
        return false;
    }
}

/// Puts some keys of a section into `config`, at `path`; a value that is refused is left out.
void add_some(Json& config, Json::json_pointer const& path, Keys const& keys, Random& random) {
    for (auto const& key : keys) {
        auto const at = path / std::string(key.name);
        if (auto const* const section = std::get_if<SectionValue>(&key.value)) {
            add_some(config, at, section->keys, random);
            continue;
        }
        if (!random.one_in(3) || std::holds_alternative<IgnoredValue>(key.value)) {
            continue;
        }
        auto with = config;
        auto const value = varied(Json::parse(key.example), random);
        if (key.name != "*") {
            with[at] = value;
        } else {
            with[path].update(value);
        }
        if (is_accepted(with)) {
            config = std::move(with);
        }
    }
}

Json random_config(Random& random) {
    Config unused;
    auto config = Json::object();
    add_some(config, Json::json_pointer(), keys(unused), random);
    return config;
}

/// YAML in its block form; a text stands in double quotes, as in JSON.
std::string block_yaml(Json const& value, std::size_t depth) {
    std::string const indent(depth * 2, ' ');
    std::string text;
    if (value.is_object() && !value.empty()) {
        for (auto const& [key, item] : value.items()) {
            text += "\n" + indent + Json(key).dump() + ":" + block_yaml(item, depth + 1);
        }
        return text;
    }
    if (value.is_array() && !value.empty()) {
        for (auto const& item : value) {
            text += "\n" + indent + "-" + block_yaml(item, depth + 1);
        }
        return text;
    }
    return " " + value.dump();
}

/// Something else at some places.
std::string mutated(std::string text, Random& random) {
    static constexpr std::string_view pieces[] = {"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  "\"",
                                                  "'",
                                                  ":",
                                                  ",",
                                                  "\n",
                                                  "  ",
                                                  "- ",
                                                  "#",
                                                  "&a ",
                                                  "*a",
                                                  "!!x ",
                                                  "|\n",
                                                  "? ",
                                                  "<<: ",
                                                  "%YAML 1.1\n",
                                                  "---\n",
                                                  "\\u12",
                                                  "\\",
                                                  "\t",
                                                  "1e999",
                                                  "0x",
                                                  "\xff",
                                                  "\xC3",
                                                  "${",
                                                  "${X}",
                                                  "null",
                                                  "//",
                                                  "/*",
                                                  "*/",
                                                  "\r",
                                                  "\xEF\xBB\xBF",
                                                  "version: 1",
                                                  "\"version\": 1"};
    for (auto count = 1 + random.below(6); count > 0; --count) {
        auto const at = random.below(text.size() + 1);
        switch (random.below(4)) {
            case 0:
                text.insert(at, random.of(pieces));
                break;
            case 1:
                text.erase(at, random.below(8));
                break;
            case 2:
                text = text.substr(0, at);
                break;
            default:
                if (at < text.size()) {
                    text[at] = static_cast<char>(random.below(256));
                }
        }
    }
    return text;
}

/// Reads it, or is refused with a place; says whether it was read.
bool is_read_or_refused(std::string const& text, Syntax syntax) {
    try {
        config::read("c", text, syntax);
        return true;
    } catch (ParseError const& error) {
        std::string const message = error.what();
        auto const& place = error.place();
        CAPTURE(text);
        CAPTURE(message);
        // Bytes that are no text have no lines.
        bool const no_text = message == "c: the file is no text in UTF-8";
        CHECK((no_text || (place.line > 0 && place.column > 0)));
        CHECK(message.starts_with(to_string(place) + ": "));
        return false;
    }
}

}  // namespace

TEST_CASE("any configuration comes back the same when it is written and read") {
    std::size_t settings = 0;
    for (unsigned seed = 0; seed < 150; ++seed) {
        Random random(seed);
        auto const json = random_config(random);
        CAPTURE(seed);
        CAPTURE(json.dump());
        auto const config = config::read("c", json.dump(), Syntax::json).config;
        auto const written = to_json(config);
        CHECK(config::read("written", written, Syntax::json).config == config);
        CHECK(to_json(config::read("written", written, Syntax::json).config) == written);
        // JSON is YAML, and so is the same in blocks.
        CHECK(config::read("flow", written, Syntax::yaml).config == config);
        CHECK(config::read("block", block_yaml(json, 0) + "\n", Syntax::yaml).config == config);
        settings += config == Config{} ? 0 : 1;
    }
    CHECK(settings > 100);
}

TEST_CASE("whatever the bytes, a configuration is read or refused with file, line and column") {
    auto const example = read_text_file(tests::repository_file("schema_sync_config.json"));
    std::map<bool, std::size_t> count;
    for (unsigned seed = 0; seed < 3000; ++seed) {
        Random random(seed);
        bool const small = random.one_in(2);
        auto const json = small ? random_config(random) : Json::object();
        auto const text = small ? json.dump(1) : example;
        ++count[is_read_or_refused(mutated(text, random), Syntax::json)];
        ++count[is_read_or_refused(mutated(small ? block_yaml(json, 0) : text, random),
                                   Syntax::yaml)];
    }
    // Else it would prove little.
    CHECK(count[true] > 100);
    CHECK(count[false] > 1000);
}
