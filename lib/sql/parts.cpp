#include "sql/parts.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace lockstep::script {

bool starts_constraint(Cursor const& at) {
    auto const& first = at.peek();
    auto const& second = at.peek(1);
    return first.is("constraint") || (first.is("primary") && second.is("key")) ||
           (first.is("unique") && (second.is('(') || second.is("nulls") || second.is("using"))) ||
           (first.is("check") && second.is('(')) || (first.is("foreign") && second.is("key")) ||
           (first.is("exclude") && (second.is('(') || second.is("using")));
}

bool is_serial(Token const& token) {
    constexpr auto words = std::to_array<std::string_view>(
        {"serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"});
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return token.is(word); });
}

std::string take_column_list(Cursor& at) {
    std::string columns;
    if (!at.accept('(')) {
        return columns;
    }
    do {
        columns += columns.empty() ? "" : "_";
        bool const plain = at.at_name() && !at.peek(1).is('(');
        columns += plain ? name_of(at.peek()) : "expr";
        at.skip_to({}, ",)");
    } while (at.accept(','));
    at.accept(')');
    return columns;
}

namespace {

/// The words of an argument up to its default, mode left out: the name may stand before the
/// type, so that the real type is this text or ends it. Nothing for an output.
std::optional<std::string> take_argument(Cursor& at) {
    bool const out = at.peek().is("out") &&
                     (at.peek(1).kind == TokenKind::word || at.peek(1).kind == TokenKind::quoted);
    while (at.accept("in") || at.accept("inout") || at.accept("variadic")) {
    }
    std::string text;
    while (!at.at_end() && !at.peek().is(',') && !at.peek().is(')')) {
        if (at.peek().is("default") || at.peek().is('=') || at.peek().text == ":=") {
            at.skip_to({}, ",)");
            break;
        }
        if (at.peek().is('(')) {
            at.skip_parentheses();
            continue;
        }
        text += std::string(at.take().text) + " ";
    }
    return out ? std::nullopt : std::optional(text);
}

}  // namespace

std::vector<std::string> take_arguments(Cursor& at) {
    std::vector<std::string> arguments;
    if (!at.accept('(') || at.accept(')')) {
        return arguments;
    }
    do {
        if (auto argument = take_argument(at)) {
            arguments.push_back(std::move(*argument));
        }
    } while (at.accept(','));
    return arguments;
}

}  // namespace lockstep::script
