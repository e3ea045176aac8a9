#include "code/python_literals.hpp"

#include <charconv>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace lockstep::code::python {

namespace {

/// What a backslash and the letter behind it stand for; the letter itself where it is no escape.
std::string simple_escape(char letter) {
    switch (letter) {
        case 'n':
            return "\n";
        case 't':
            return "\t";
        case 'r':
            return "\r";
        case '\n':
            return "";
        case '\\':
        case '\'':
        case '"':
            return {letter};
        default:
            return {'\\', letter};
    }
}

/// `\x41`, `\u00e4`, `\U0001f600`: how many digits follow the letter; 0 where it is another.
std::size_t digits_of(char letter) {
    return letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        auto const letter = text[++i];
        auto const digits = text.substr(i + 1, digits_of(letter));
        std::uint32_t code = 0;
        auto const [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        constexpr std::uint32_t last = 0x10FFFF;
        if (!digits.empty() && error == std::errc() && end == digits.data() + digits.size() &&
            digits.size() == digits_of(letter) && code <= last) {
            append_utf8(out, code);
            i += digits.size();
        } else {
            out += simple_escape(letter);
        }
    }
    return out;
}

std::optional<std::string> one_string(Node node) {
    auto const start = node.child("string_start").text();
    auto const end = node.child("string_end").text();
    auto const prefix = to_lower(start.substr(0, start.find_first_of("'\"")));
    if (start.empty() || prefix.find('b') != std::string::npos || node.child("interpolation")) {
        return std::nullopt;
    }
    auto text = node.text();
    text.remove_prefix(start.size());
    text.remove_suffix(std::min(end.size(), text.size()));
    return prefix.find('r') != std::string::npos ? std::string(text) : unescaped(text);
}

}  // namespace

std::optional<std::string> string_value(Node node) {
    if (node.is("parenthesized_expression") && !node.children().empty()) {
        return string_value(node.children().front());
    }
    if (node.is("string")) {
        return one_string(node);
    }
    if (!node.is("concatenated_string")) {
        return std::nullopt;
    }
    std::string all;
    for (auto const& part : node.children()) {
        auto const text = one_string(part);
        if (!text) {
            return std::nullopt;
        }
        all += *text;
    }
    return all;
}

std::string last_name(Node node) {
    if (node.is("identifier")) {
        return std::string(node.text());
    }
    return node.is("attribute") ? std::string(node.field("attribute").text()) : std::string{};
}

Node keyword(Node arguments, std::string_view name) {
    for (auto const& argument : arguments.children()) {
        if (argument.is("keyword_argument") && argument.field("name").text() == name) {
            return argument.field("value");
        }
    }
    return {};
}

std::vector<Node> positional(Node arguments) {
    auto all = arguments.children();
    std::erase_if(all, [](Node const& argument) {
        return argument.is("keyword_argument") || argument.is("dictionary_splat");
    });
    return all;
}

}  // namespace lockstep::code::python
