#include "schema/kinds/items.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace lockstep::schema {

bool has(Items const& items, std::string_view item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

Items without(Items const& items, Items const& others) {
    Items left;
    std::copy_if(items.begin(), items.end(), std::back_inserter(left),
                 [&](std::string_view item) { return !has(others, item); });
    return left;
}

Option option_of(std::string_view text) {
    auto const equals = text.find('=');
    return {text.substr(0, equals),
            equals == std::string_view::npos ? std::string_view{} : text.substr(equals + 1)};
}

Sql change_default(Sql const& alter, std::string_view value) {
    return value.empty() ? sql("{} DROP DEFAULT", alter)
                         : sql("{} SET DEFAULT {}", alter, raw(value));
}

Items split_list(std::string_view text) {
    Items items;
    char quote = '\0';
    int depth = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (quote != '\0') {
            // A doubled quote ends and begins again. Server text has no backslash escapes but in
            // E'…', where they are doubled.
            quote = c == quote ? '\0' : quote;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '(' || c == '[') {
            ++depth;
        } else if (c == ')' || c == ']') {
            --depth;
        } else if (c == ',' && depth == 0) {
            items.push_back(trim(text.substr(start, i - start)));
            start = i + 1;
        }
    }
    if (auto const last = trim(text.substr(start)); !last.empty() || !items.empty()) {
        items.push_back(last);
    }
    return items;
}

}  // namespace lockstep::schema
