#include "code/typescript_literals.hpp"

#include <algorithm>
#include <charconv>

#include "base/utf8.hpp"

namespace lockstep::code::typescript {

namespace {

/// `\n`; a letter that means nothing special is itself, and a line's end is left out.
std::string simple_escape(std::string_view escape) {
    constexpr std::string_view letters = "ntrbfv0";
    constexpr std::string_view meanings{"\n\t\r\b\f\v\0", 7};
    auto const rest = escape.substr(1);
    if (rest.starts_with('\n') || rest.starts_with('\r')) {
        return {};
    }
    auto const at = rest.size() == 1 ? letters.find(rest) : std::string_view::npos;
    return at == std::string_view::npos ? std::string(rest) : std::string{meanings[at]};
}

/// `\x41`, `\u00e4`, `\u{1f600}`
std::optional<std::uint32_t> numbered_escape(std::string_view escape) {
    if (!escape.starts_with("\\x") && !escape.starts_with("\\u")) {
        return std::nullopt;
    }
    auto digits = escape.substr(2);
    if (digits.starts_with('{') && digits.ends_with('}')) {
        digits = digits.substr(1, digits.size() - 2);
    }
    std::uint32_t code = 0;
    auto const* const last = digits.data() + digits.size();
    auto const [end, error] = std::from_chars(digits.data(), last, code, 16);
    constexpr std::uint32_t most = 0x10FFFF;
    return error == std::errc() && end == last && code <= most ? std::optional(code) : std::nullopt;
}

bool is_high(std::uint32_t code) {
    return code >= 0xD800 && code < 0xDC00;
}

bool is_low(std::uint32_t code) {
    return code >= 0xDC00 && code < 0xE000;
}

/// Of two escapes that are one character together (as UTF-16 has it).
std::optional<std::uint32_t> pair_of(Node first, Node second) {
    auto const high = numbered_escape(first.text());
    auto const low = numbered_escape(second.text());
    if (!first.is("escape_sequence") || !second.is("escape_sequence") || !high || !low ||
        !is_high(*high) || !is_low(*low)) {
        return std::nullopt;
    }
    return 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00);
}

bool is_wrapping(Node node) {
    return node.is("parenthesized_expression") || node.is("non_null_expression") ||
           node.is("as_expression") || node.is("satisfies_expression");
}

}  // namespace

std::string fragment_text(Node fragment) {
    if (!fragment.is("escape_sequence")) {
        return std::string(fragment.text());
    }
    auto const code = numbered_escape(fragment.text());
    if (!code) {
        return simple_escape(fragment.text());
    }
    std::string text;
    // Half a character has no UTF-8; U+FFFD stands for what cannot be shown.
    append_utf8(text, is_high(*code) || is_low(*code) ? 0xFFFD : *code);
    return text;
}

std::optional<std::string> string_value(Node node) {
    if (!node.is("string")) {
        return std::nullopt;
    }
    std::string text;
    auto const parts = node.children();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto const pair =
            i + 1 < parts.size() ? pair_of(parts[i], parts[i + 1]) : std::optional<std::uint32_t>();
        if (pair) {
            append_utf8(text, *pair);
            ++i;
        } else {
            text += fragment_text(parts[i]);
        }
    }
    return text;
}

std::string last_name(Node node) {
    if (node.is("identifier") || node.is("type_identifier")) {
        return std::string(node.text());
    }
    return std::string(node.is("member_expression") ? node.field("property").text()
                                                    : node.field("name").text());
}

Node without_wrapping(Node expression) {
    while (is_wrapping(expression) || expression.is("type_assertion")) {
        auto const children = expression.children();
        if (children.empty()) {
            return {};
        }
        expression = expression.is("type_assertion") ? children.back() : children.front();
    }
    return expression;
}

std::vector<Node> operands(Node node) {
    std::vector<Node> found;
    std::vector<Node> left{node};
    while (!left.empty()) {
        auto const next = left.back();
        left.pop_back();
        if (next.kind() != node.kind()) {
            found.push_back(next);
            continue;
        }
        auto const children = next.children();
        left.insert(left.end(), children.rbegin(), children.rend());
    }
    return found;
}

Node returned(Node function) {
    auto const body = without_wrapping(function.field("body"));
    if (!body.is("statement_block")) {
        return body;
    }
    auto const statements = body.children();
    auto const last = std::find_if(statements.rbegin(), statements.rend(),
                                   [](Node const& each) { return each.is("return_statement"); });
    auto const values = last == statements.rend() ? std::vector<Node>{} : last->children();
    return values.empty() ? Node() : without_wrapping(values.front());
}

}  // namespace lockstep::code::typescript
