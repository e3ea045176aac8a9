#include "sql/sql.hpp"

#include "sql/keywords.hpp"

#include <algorithm>

namespace lockstep {

namespace {

bool is_plain_identifier(std::string_view name) {
    auto const starts = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    auto const goes_on = [&](char c) { return starts(c) || (c >= '0' && c <= '9'); };
    return !name.empty() && starts(name[0]) && std::all_of(name.begin(), name.end(), goes_on) &&
           !needs_quotes(name);
}

std::string quoted(std::string_view text, char quote) {
    std::string result(1, quote);
    for (char const c : text) {
        if (c == quote || (quote == '\'' && c == '\\')) {
            result += c;
        }
        result += c;
    }
    return result + quote;
}

}  // namespace

Sql make_sql(std::string_view pattern, Sql const* arguments) {
    std::string text;
    for (;;) {
        auto const gap = pattern.find("{}");
        text += pattern.substr(0, gap);
        if (gap == std::string_view::npos) {
            return Sql(std::move(text));
        }
        text += (arguments++)->text_;
        pattern.remove_prefix(gap + 2);
    }
}

Sql ident(std::string_view name) {
    return Sql(is_plain_identifier(name) ? std::string(name) : quoted(name, '"'));
}

Sql literal(std::string_view text) {
    bool const escapes = text.find('\\') != std::string_view::npos;
    return Sql((escapes ? "E" : "") + quoted(text, '\''));
}

Sql number(long long value) {
    return Sql(std::to_string(value));
}

Sql join(std::vector<Sql> const& parts, Sql const& separator) {
    Sql joined;
    for (auto const& part : parts) {
        if (&part != parts.data()) {
            joined += separator;
        }
        joined += part;
    }
    return joined;
}

Sql comma_separated(std::vector<Sql> const& parts) {
    return join(parts, sql(", "));
}

}  // namespace lockstep
