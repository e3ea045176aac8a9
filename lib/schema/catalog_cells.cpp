#include <charconv>

#include "schema/catalog_reader.hpp"

namespace lockstep::schema {

namespace {

template <typename Number>
Number to_number(std::string_view cell) {
    Number number = 0;
    std::from_chars(cell.data(), cell.data() + cell.size(), number);
    return number;
}

}  // namespace

Oid to_oid(std::string_view cell) {
    return to_number<Oid>(cell);
}

int to_int(std::string_view cell) {
    return to_number<int>(cell);
}

// "Array Value Input" in the manual: items between braces, quoted where they hold a brace, a comma,
// a quote, a backslash or white space, or are empty or the word NULL.
std::vector<std::string> array_items(std::string_view cell) {
    std::vector<std::string> items;
    if (cell.size() < 2 || cell == "{}") {
        return items;
    }
    std::string item;
    bool quoted = false;
    bool was_quoted = false;
    for (std::size_t i = 1; i < cell.size(); ++i) {
        char const c = cell[i];
        if (c == '\\' && i + 1 < cell.size()) {
            item += cell[++i];
        } else if (c == '"') {
            quoted = !quoted;
            was_quoted = true;
        } else if (!quoted && (c == ',' || c == '}')) {
            items.push_back(!was_quoted && item == "NULL" ? std::string{} : std::move(item));
            item.clear();
            was_quoted = false;
        } else {
            item += c;
        }
    }
    return items;
}

std::vector<int> numbers(std::string_view cell) {
    std::vector<int> result;
    auto const* at = cell.data();
    auto const* const end = at + cell.size();
    while (at != end) {
        int value = 0;
        auto const [next, error] = std::from_chars(at, end, value);
        if (error == std::errc{}) {
            result.push_back(value);
            at = next;
        } else {
            ++at;
        }
    }
    return result;
}

}  // namespace lockstep::schema
