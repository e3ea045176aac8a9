#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/node.hpp"

namespace lockstep::config {

namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '+' || c == '.';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

void append_utf8(std::string& text, std::uint32_t code) {
    auto const put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | code >> 6U);
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | code >> 12U);
        put(0x80U | (code >> 6U & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | code >> 18U);
        put(0x80U | (code >> 12U & 0x3FU));
        put(0x80U | (code >> 6U & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

/// Does the token have the form that JSON gives numbers: -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?
bool is_json_number(std::string_view token) {
    std::size_t at = token.starts_with('-') ? 1 : 0;
    auto const digits = [&] {
        auto const start = at;
        while (at < token.size() && is_digit(token[at])) {
            ++at;
        }
        return at - start;
    };
    bool const zero = at < token.size() && token[at] == '0';
    auto const whole = digits();
    if (whole == 0 || (zero && whole > 1)) {
        return false;
    }
    if (at < token.size() && token[at] == '.') {
        ++at;
        if (digits() == 0) {
            return false;
        }
    }
    if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
        ++at;
        at += at < token.size() && (token[at] == '+' || token[at] == '-') ? 1 : 0;
        if (digits() == 0) {
            return false;
        }
    }
    return at == token.size();
}

/// A recursive-descent parser; depth and number of nodes are bounded.
class JsonParser {
public:
    explicit JsonParser(Document const& document) : document_(document), text_(document.text) {}

    Node parse() {
        if (text_.starts_with("\xEF\xBB\xBF")) {
            at_ = 3;
        }
        skip_space();
        if (at_ == text_.size()) {
            fail("the file holds no JSON value",
                 "{} is a config without settings; lockstep init writes one to start from");
        }
        auto root = value(0);
        skip_space();
        if (at_ != text_.size()) {
            fail("something stands behind the end of the JSON value");
        }
        return root;
    }

private:
    [[noreturn]] void fail(std::string const& message, std::string hint = {}) const {
        document_.fail(at_, message, std::move(hint));
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void skip_space() {
        for (;;) {
            at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
            if (text_.substr(at_).starts_with("//")) {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (text_.substr(at_).starts_with("/*")) {
                auto const end = text_.find("*/", at_ + 2);
                if (end == std::string_view::npos) {
                    fail("the comment that starts here has no end");
                }
                at_ = end + 2;
            } else {
                return;
            }
        }
    }

    Node value(std::size_t depth) {
        if (++nodes_ > most_nodes) {
            fail(fmt::format("the file holds more than {} values", most_nodes));
        }
        if (depth > deepest_nesting) {
            fail(fmt::format("nested more than {} deep", deepest_nesting));
        }
        auto const begin = at_;
        auto node = bare_value(depth);
        node.begin = begin;
        node.end = at_;
        return node;
    }

    Node bare_value(std::size_t depth) {
        switch (peek()) {
            case '{':
                return map(depth);
            case '[':
                return list(depth);
            case '"':
                return Node{.kind = Node::Kind::text, .text = string()};
            case '\'':
                fail("texts stand in double quotes in JSON");
            default:
                return word();
        }
    }

    Node word() {
        auto end = at_;
        while (end < text_.size() && is_word(text_[end])) {
            ++end;
        }
        auto const token = text_.substr(at_, end - at_);
        Node node{.text = std::string(token)};
        if (token.empty()) {
            fail(at_ == text_.size() ? "the file ends where a value should stand"
                                     : "a value should stand here");
        } else if (token == "true" || token == "false") {
            node.kind = Node::Kind::boolean;
        } else if (token == "null") {
            node.kind = Node::Kind::null;
        } else if (is_json_number(token)) {
            node.kind = Node::Kind::number;
        } else {
            refuse_word(token);
        }
        at_ = end;
        return node;
    }

    [[noreturn]] void refuse_word(std::string_view token) const {
        bool const numeric = is_digit(token[0]) || token[0] == '-' || token[0] == '+' ||
                             token[0] == '.' || token == "NaN" || token == "Infinity";
        auto const shown = token.substr(0, 40);
        if (numeric) {
            fail(fmt::format("\"{}\" is no number that JSON knows", shown));
        }
        fail(fmt::format("\"{}\" is no JSON value; a text stands in double quotes", shown));
    }

    /// Goes on to the next element; false at the closing bracket, which is passed.
    bool next_element(char close, std::size_t opened, bool first) {
        skip_space();
        if (peek() == close) {
            ++at_;
            return false;
        }
        if (at_ == text_.size()) {
            document_.fail(
                opened, fmt::format("the \"{}\" that stands here is never closed", text_[opened]));
        }
        if (first) {
            return true;
        }
        if (peek() != ',') {
            fail(fmt::format("a comma or \"{}\" should stand here", close));
        }
        auto const comma = at_++;
        skip_space();
        if (peek() == close) {
            document_.fail(comma, fmt::format("a comma before \"{}\"; the last element of a {} has "
                                              "none behind it",
                                              close, close == ']' ? "list" : "map"));
        }
        return true;
    }

    Node list(std::size_t depth) {
        Node node{.kind = Node::Kind::list};
        auto const opened = at_++;
        while (next_element(']', opened, node.items.empty())) {
            node.items.push_back(value(depth + 1));
        }
        return node;
    }

    Node map(std::size_t depth) {
        Node node{.kind = Node::Kind::map};
        std::unordered_map<std::string, std::size_t> seen;
        auto const opened = at_++;
        while (next_element('}', opened, node.members.empty())) {
            auto const begin = at_;
            if (peek() != '"') {
                fail("a key in double quotes should stand here");
            }
            auto key = string();
            if (auto const [first, fresh] = seen.emplace(key, begin); !fresh) {
                refuse_duplicate(key, begin, first->second);
            }
            skip_space();
            if (peek() != ':') {
                fail(fmt::format("a colon should stand behind the key \"{}\"", printable(key)));
            }
            ++at_;
            skip_space();
            node.members.push_back({std::move(key), begin, value(depth + 1)});
        }
        return node;
    }

    [[noreturn]] void refuse_duplicate(std::string_view key, std::size_t second,
                                       std::size_t first) const {
        document_.fail(second, fmt::format("the key \"{}\" stands here a second time; the first is "
                                           "in line {}",
                                           printable(key), place_at({}, text_, first).line));
    }

    /// The text from the opening quote on, its escapes resolved; stops behind the closing one.
    std::string string() {
        auto const opened = at_++;
        std::string text;
        for (;;) {
            auto const end = text_.find_first_of("\"\\\n\r", at_);
            if (end == std::string_view::npos || text_[end] == '\n' || text_[end] == '\r') {
                document_.fail(opened,
                               "the text that starts here has no closing quote in its line");
            }
            append_plain(text, text_.substr(at_, end - at_));
            at_ = end;
            if (text_[at_] == '"') {
                ++at_;
                return text;
            }
            append_escaped(text);
        }
    }

    void append_plain(std::string& text, std::string_view part) {
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (static_cast<unsigned char>(part[i]) < 0x20) {
                at_ += i;
                fail("a control character in a text; write it as an escape, such as \\t");
            }
        }
        text += part;
    }

    void append_escaped(std::string& text) {
        auto const escaped = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
        if (escaped == 'u') {
            append_utf8(text, unicode_escape());
            return;
        }
        constexpr std::string_view from = "\"\\/bfnrt";
        constexpr std::string_view to = "\"\\/\b\f\n\r\t";
        auto const which = from.find(escaped);
        if (which == std::string_view::npos || escaped == '\0') {
            fail("an escape that JSON does not know",
                 "JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal "
                 "digits.");
        }
        text += to[which];
        at_ += 2;
    }

    /// One code point from `\uXXXX`, or from the two of a surrogate pair.
    std::uint32_t unicode_escape() {
        auto const start = at_;
        auto const high = four_digits();
        if (high == 0) {
            document_.fail(start, "\\u0000 is not allowed: no text of PostgreSQL holds a NUL");
        }
        if (high < 0xD800 || high > 0xDFFF) {
            return high;
        }
        if (high < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
            auto const low = four_digits();
            if (low >= 0xDC00 && low <= 0xDFFF) {
                return 0x10000U + ((high - 0xD800U) << 10U) + (low - 0xDC00U);
            }
        }
        document_.fail(start, "half of a surrogate pair stands alone");
    }

    std::uint32_t four_digits() {
        std::uint32_t code = 0;
        for (std::size_t i = at_ + 2; i < at_ + 6; ++i) {
            constexpr std::string_view digits = "0123456789abcdef";
            auto const digit = i < text_.size() ? digits.find(to_lower(text_.substr(i, 1)))
                                                : std::string_view::npos;
            if (digit == std::string_view::npos) {
                fail("\\u needs four hexadecimal digits");
            }
            code = code * 16 + static_cast<std::uint32_t>(digit);
        }
        at_ += 6;
        return code;
    }

    Document const& document_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t nodes_ = 0;
};

}  // namespace

Node parse_json(Document const& document) {
    return JsonParser(document).parse();
}

}  // namespace lockstep::config
