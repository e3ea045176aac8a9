#include "schema/kinds/index.hpp"

#include "base/text.hpp"

namespace lockstep::schema {

namespace {

/// The position behind a quoted run that starts at `at`; doubled quotes end and start anew.
std::size_t skip_quoted(std::string_view text, std::size_t at) {
    auto const end = text.find(text[at], at + 1);
    return end == std::string_view::npos ? text.size() : end + 1;
}

}  // namespace

namespace {

struct Keys {
    std::vector<std::string> items;
    std::size_t end = 0;  // behind the closing parenthesis
};

Keys parse_keys(std::string_view definition) {
    std::vector<std::string> keys;
    int depth = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < definition.size(); ++i) {
        char const c = definition[i];
        if (c == '"' || c == '\'') {
            i = skip_quoted(definition, i) - 1;
        } else if (c == '(' && depth++ == 0) {
            start = i + 1;
        } else if ((c == ',' && depth == 1) || (c == ')' && depth-- == 1)) {
            keys.emplace_back(trim(definition.substr(start, i - start)));
            start = i + 1;
            if (c == ')') {
                return {std::move(keys), i + 1};
            }
        }
    }
    return {};
}

}  // namespace

std::vector<std::string> index_keys(std::string_view definition) {
    return parse_keys(definition).items;
}

std::string_view exclusion_keys(std::string_view definition) {
    constexpr std::string_view word = "EXCLUDE ";
    auto const keys = definition.substr(0, parse_keys(definition).end);
    return keys.starts_with(word) ? keys.substr(word.size()) : keys;
}

}  // namespace lockstep::schema
