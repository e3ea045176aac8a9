#include "diff/meaning.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"
#include "diff/array_casts.hpp"

namespace lockstep::diff {

namespace {

/// The other names that PostgreSQL's grammar and pg_type have for built-in types.
constexpr auto aliases = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"bool", "boolean"},
    {"char", "character"},
    {"bpchar", "character"},
    {"dec", "numeric"},
    {"decimal", "numeric"},
    {"float", "double precision"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"int", "integer"},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"timetz", "time with time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"varbit", "bit varying"},
    {"varchar", "character varying"},
});

/// Single spaces, none beside brackets and commas: "numeric( 10, 2 )" → "numeric(10,2)".
std::string without_spare_spaces(std::string_view text) {
    std::string out;
    for (auto const c : trim(text)) {
        bool const is_space = c == ' ' || c == '\t' || c == '\n';
        bool const after_joint = !out.empty() && (out.back() == ' ' || out.back() == '(' ||
                                                  out.back() == ',' || out.back() == '[');
        if (is_space && after_joint) {
            continue;
        }
        if ((c == ')' || c == ',' || c == '(' || c == '[' || c == ']') && out.ends_with(' ')) {
            out.pop_back();
        }
        out += is_space ? ' ' : c;
    }
    return out;
}

/// `'x'::text` → `'x'`, also with several casts. Only of a constant: a cast of anything else acts.
std::string_view without_cast(std::string_view text) {
    std::size_t end = 0;
    if (text.starts_with('\'')) {
        for (end = 1; end < text.size() && (text[end] != '\'' || text.substr(end, 2) == "''");) {
            end += text[end] == '\'' ? 2 : 1;
        }
        ++end;
    } else {
        end = text.find_first_not_of("0123456789.-");
    }
    auto const rest = end < text.size() ? text.substr(end) : std::string_view{};
    bool const is_cast =
        rest.starts_with("::") && rest.find_first_of("'+*/|&<>=") == std::string_view::npos;
    return is_cast ? text.substr(0, end) : text;
}

}  // namespace

std::string canonical_type(std::string_view type) {
    if (type.find('"') != std::string_view::npos) {
        return std::string(type);
    }
    auto text = to_lower(without_spare_spaces(type));
    auto const end = text.find_first_of("([ ");
    auto const word = text.substr(0, end);
    for (auto const& [alias, name] : aliases) {
        if (word == alias) {
            return std::string(name) +
                   (end == std::string::npos ? std::string{} : text.substr(end));
        }
    }
    return text;
}

bool means_the_same(std::string_view property, std::string_view a, std::string_view b) {
    if (property == "type") {
        return canonical_type(a) == canonical_type(b);
    }
    if (property == "default") {
        // Two different casts of one constant differ; a cast and none do not.
        auto const bare_a = without_cast(a);
        auto const bare_b = without_cast(b);
        return bare_a == bare_b && (bare_a == a || bare_b == b);
    }
    constexpr std::string_view array = "ARRAY[";
    return a.find(array) != std::string_view::npos && b.find(array) != std::string_view::npos &&
           with_casts_inside(a) == with_casts_inside(b);
}

}  // namespace lockstep::diff
