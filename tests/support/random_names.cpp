#include <array>

#include "support/random_printer.hpp"

namespace lockstep::tests {

namespace {

constexpr std::size_t longest_name = 63;

constexpr std::array<std::string_view, 40> hostile_names{"select",
                                                         "user",
                                                         "Table",
                                                         "UPPER",
                                                         "a b",
                                                         "a.b",
                                                         "public.x",
                                                         "x\"y",
                                                         "\"",
                                                         "it's",
                                                         "$$",
                                                         "$body$",
                                                         "$1",
                                                         "-- c",
                                                         "/* c */",
                                                         "/*",
                                                         "*/",
                                                         "new\nline",
                                                         "tab\tb",
                                                         "100%",
                                                         "%s %I %1$s",
                                                         "back\\slash",
                                                         "\\connect",
                                                         "E'x'",
                                                         "ünï",
                                                         "日本語",
                                                         "e\xCC\x81",
                                                         "{}",
                                                         "{0}",
                                                         ";",
                                                         "; DROP TABLE x; --",
                                                         "-- lockstep: step",
                                                         "-- lockstep: rename a to b",
                                                         "-- to",
                                                         "a,b",
                                                         "(x)",
                                                         "[1]",
                                                         "NULL",
                                                         " leading and trailing ",
                                                         "x__before"};

std::string shortened(std::string name) {
    while (name.size() > longest_name ||
           (name.size() == longest_name && (static_cast<unsigned char>(name.back()) & 0x80U))) {
        name.pop_back();
    }
    return name;
}

}  // namespace

std::string quoted(std::string_view name) {
    std::string text = "\"";
    for (char const c : name) {
        text += c == '"' ? "\"\"" : std::string(1, c);
    }
    return text + '"';
}

std::string literal_of(std::string_view text) {
    std::string result = text.find('\\') == std::string_view::npos ? "'" : " E'";
    for (char const c : text) {
        result += c == '\'' ? "''" : c == '\\' ? "\\\\" : std::string(1, c);
    }
    return result + '\'';
}

std::string joined(std::vector<std::string> const& parts, std::string_view separator) {
    std::string text;
    for (auto const& part : parts) {
        text += text.empty() ? "" : separator;
        text += part;
    }
    return text;
}

std::string hostile_name(std::uint64_t choice, unsigned id) {
    auto const number = std::to_string(id);
    constexpr std::uint64_t ways = 8;
    auto const name = std::string(hostile_names.at((choice / ways) % hostile_names.size()));
    switch (choice % ways) {
        case 0:
        case 1:
            return name;
        case 2:
            return name + number;
        case 3:
            return shortened(number + name + std::string(longest_name, 'x'));
        default:
            return "n" + number;
    }
}

}  // namespace lockstep::tests
