#include "generate/simple_default.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"

namespace lockstep::generate {

namespace {

bool is_number(std::string_view text) {
    if (text.starts_with('-')) {
        text.remove_prefix(1);
    }
    auto const digits = std::count_if(text.begin(), text.end(), [](char c) {
        return std::isdigit(static_cast<unsigned char>(c)) != 0;
    });
    auto const dots = std::count(text.begin(), text.end(), '.');
    return digits > 0 && dots <= 1 && static_cast<std::size_t>(digits + dots) == text.size() &&
           text.front() != '.' && text.back() != '.';
}

/// Types of which a quoted text means that very text.
bool is_text_type(std::string_view type) {
    constexpr auto others = std::to_array<std::string_view>(
        {"json", "jsonb", "interval", "bytea", "date", "timestamp", "time", "bit", "boolean"});
    return !type.ends_with(']') && std::none_of(others.begin(), others.end(), [&](auto other) {
        return type.starts_with(other);
    });
}

/// The text of `'…'`, and what stands behind it. Nothing where it is written another way.
SimpleDefault quoted_text(std::string_view expression) {
    std::string text;
    std::size_t at = 1;
    for (; at < expression.size(); ++at) {
        bool const is_quote = expression[at] == '\'';
        if (is_quote && (at + 1 == expression.size() || expression[at + 1] != '\'')) {
            break;
        }
        at += is_quote ? 1 : 0;
        text += expression[at];
    }
    bool const ends = at < expression.size();
    auto const behind = expression.substr(ends ? at + 1 : expression.size());
    if (!ends) {
        return {};
    }
    if (!behind.empty() && !behind.starts_with("::")) {
        return {};
    }
    auto const type = behind.empty() ? behind : behind.substr(2);
    constexpr auto numbers = std::to_array<std::string_view>(
        {"smallint", "integer", "bigint", "numeric", "real", "double precision"});
    if (std::find(numbers.begin(), numbers.end(), type) != numbers.end() && is_number(text)) {
        return {SimpleDefault::Kind::number, text};
    }
    bool const is_plain = is_text_type(type) && type.find("::") == std::string_view::npos;
    return is_plain ? SimpleDefault{SimpleDefault::Kind::text, text} : SimpleDefault{};
}

}  // namespace

SimpleDefault simple_default(std::string_view expression) {
    using Kind = SimpleDefault::Kind;
    if (expression == "true" || expression == "false") {
        return {expression == "true" ? Kind::yes : Kind::no, {}};
    }
    if (expression == "now()" || expression == "CURRENT_TIMESTAMP") {
        return {Kind::now, {}};
    }
    if (expression == "gen_random_uuid()") {
        return {Kind::uuid, {}};
    }
    if (expression.starts_with('(') && expression.ends_with(')')) {
        auto const inside = expression.substr(1, expression.size() - 2);
        return is_number(inside) ? SimpleDefault{Kind::number, std::string(inside)}
                                 : SimpleDefault{};
    }
    if (expression.starts_with('\'')) {
        return quoted_text(expression);
    }
    return is_number(expression) ? SimpleDefault{Kind::number, std::string(expression)}
                                 : SimpleDefault{};
}

}  // namespace lockstep::generate
