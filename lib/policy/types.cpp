#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "diff/meaning.hpp"
#include "policy/rules.hpp"

namespace lockstep::policy {

namespace {

struct Type {
    std::string name;       // "numeric"
    std::vector<int> size;  // {10, 2}
    std::string rest;       // "[]"
};

/// "numeric(10,2)[]" → its pieces; sizes that are no numbers are kept as part of the name.
Type parse(std::string_view text) {
    auto const canonical = diff::canonical_type(text);
    auto const open = canonical.find('(');
    auto const close = canonical.find(')');
    if (open == std::string::npos || close == std::string::npos || close < open) {
        auto const array = std::min(canonical.find('['), canonical.size());
        return {canonical.substr(0, array), {}, canonical.substr(array)};
    }
    Type type{canonical.substr(0, open), {}, canonical.substr(close + 1)};
    for (auto const& part : split(canonical.substr(open + 1, close - open - 1), ',')) {
        int number = 0;
        auto const digits = trim(part);
        if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec !=
            std::errc{}) {
            return {canonical, {}, {}};
        }
        type.size.push_back(number);
    }
    // "timestamp(3) with time zone": the words behind are part of the name.
    if (type.rest.starts_with(' ')) {
        auto const array = std::min(type.rest.find('['), type.rest.size());
        type.name += type.rest.substr(0, array);
        type.rest = type.rest.substr(array);
    }
    return type;
}

bool size_fits(Type const& type, Type const& other) {
    if (other.size.empty()) {
        return true;
    }
    if (type.size.empty()) {
        return false;
    }
    auto const at = [](Type const& it, std::size_t i) {
        return i < it.size.size() ? it.size[i] : 0;
    };
    if (type.name == "numeric") {
        auto const scale = at(type, 1);
        auto const other_scale = at(other, 1);
        return other_scale >= scale && at(other, 0) - other_scale >= at(type, 0) - scale;
    }
    // Fixed lengths pad or refuse.
    bool const fixed = type.name == "bit" || type.name == "character";
    return fixed ? at(type, 0) == at(other, 0) : at(type, 0) <= at(other, 0);
}

/// Which other type each type fits into whatever their sizes are.
constexpr auto wider = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"smallint", "integer"},
    {"smallint", "bigint"},
    {"smallint", "numeric"},
    {"integer", "bigint"},
    {"integer", "numeric"},
    {"integer", "double precision"},
    {"smallint", "real"},
    {"smallint", "double precision"},
    {"bigint", "numeric"},
    {"real", "double precision"},
    {"character varying", "text"},
    {"json", "text"},
});

}  // namespace

bool fits_into(std::string_view type, std::string_view other) {
    auto const a = parse(type);
    auto const b = parse(other);
    if (a.rest != b.rest) {
        return false;
    }
    if (a.name == b.name) {
        return size_fits(a, b);
    }
    return b.size.empty() &&
           std::find(wider.begin(), wider.end(),
                     std::pair<std::string_view, std::string_view>(a.name, b.name)) != wider.end();
}

}  // namespace lockstep::policy
