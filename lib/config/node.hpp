#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::config {

struct Member;

/// A value of a configuration file with its place, whichever syntax it was written in. Places are
/// byte offsets into the text; lines and columns are counted only when an error needs them.
struct Node {
    enum class Kind { null, boolean, number, text, list, map };

    Kind kind = Kind::null;
    std::string text = {};         // of a scalar: a text without its quotes, a number as it stands
    std::size_t begin = 0;         // where the value starts
    std::size_t end = 0;           // just behind it; JSON only, 0 in YAML
    bool flow = true;              // a list or map in brackets; false: YAML's block style
    std::vector<Node> items = {};  // of a list
    std::vector<Member> members;   // of a map, in the order of the file

    Member const* find(std::string_view key) const;
};

struct Member {
    std::string key;
    std::size_t begin = 0;  // where the key starts
    Node value;
};

/// "a text", "a list", …: what a value is, for messages.
std::string_view describe(Node::Kind kind);

/// A text and what it is called, for errors with a place.
struct Document {
    std::string file;
    std::string_view text;

    [[noreturn]] void fail(std::size_t offset, std::string const& message,
                           std::string hint = {}) const;
};

/// Bounds on what a file can make us do.
inline constexpr std::size_t deepest_nesting = 64;
inline constexpr std::size_t most_nodes = 500'000;
inline constexpr std::size_t largest_file = std::size_t{16} << 20U;

/// JSON with `//` and `/* */` comments. Throws ParseError.
Node parse_json(Document const& document);
/// One YAML 1.2 document (core schema: `yes` is a text). Throws ParseError.
Node parse_yaml(Document const& document);

/// Refuses what is no text (not UTF-8, a NUL) or too large; both parsers expect that it was called.
void check_text(Document const& document);

}  // namespace lockstep::config
