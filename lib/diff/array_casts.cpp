#include "diff/array_casts.hpp"

#include <optional>
#include <vector>

namespace lockstep::diff {

namespace {

constexpr std::string_view opening = "(ARRAY[";
constexpr std::string_view closing = "])::";

/// The position behind the string constant or quoted name that starts at `at`.
std::size_t behind_quoted(std::string_view text, std::size_t at) {
    auto const end = text.find(text[at], at + 1);
    return end == std::string_view::npos ? text.size() : end + 1;
}

struct Items {
    std::vector<std::string_view> items;
    std::size_t end = 0;  // of the bracket that closes them
};

/// The items, separated by commas, up to the bracket that closes the array.
std::optional<Items> items_from(std::string_view text, std::size_t at) {
    Items found;
    int depth = 0;
    auto start = at;
    while (at < text.size()) {
        auto const c = text[at];
        if (c == '\'' || c == '"') {
            at = behind_quoted(text, at);
            continue;
        }
        if (depth == 0 && (c == ']' || text.substr(at, 2) == ", ")) {
            found.items.push_back(text.substr(start, at - start));
            start = at + 2;
        }
        if (depth == 0 && c == ']') {
            found.end = at;
            return found;
        }
        depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        ++at;
    }
    return std::nullopt;
}

/// The element type of the array type at the start of the text, and its length with the brackets.
std::optional<std::string_view> element_type(std::string_view text) {
    auto const end = text.find("[]");
    auto const name = text.substr(0, end);
    bool const is_name = end != std::string_view::npos &&
                         name.find_first_of("()[]{},;'=<>|&+-*/\n") == std::string_view::npos;
    return is_name ? std::optional(name) : std::nullopt;
}

}  // namespace

std::string with_casts_inside(std::string_view expression) {
    std::string result;
    for (auto at = expression.find(opening); at != std::string_view::npos;
         at = expression.find(opening)) {
        auto const items = items_from(expression, at + opening.size());
        auto const behind = items ? expression.substr(items->end) : std::string_view{};
        auto const type = behind.starts_with(closing) ? element_type(behind.substr(closing.size()))
                                                      : std::nullopt;
        if (!type) {
            result += expression.substr(0, at + opening.size());
            expression.remove_prefix(at + opening.size());
            continue;
        }
        result.append(expression.substr(0, at)).append("ARRAY[");
        std::string_view separator;
        for (auto const item : items->items) {
            result.append(separator).append("(").append(item).append(")::").append(*type);
            separator = ", ";
        }
        result += ']';
        expression.remove_prefix(items->end + closing.size() + type->size() + 2);
    }
    return result.append(expression);
}

}  // namespace lockstep::diff
