#include "plan/value_types.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace lockstep::plan {

namespace {

/// `numeric(12,2)`: its name, and the numbers in parentheses.
struct Type {
    std::string name;
    std::vector<int> limits;
};

Type parse(std::string_view text) {
    Type type;
    auto const open = text.find('(');
    auto const close = text.find(')');
    type.name = std::string(text.substr(0, open));
    if (open == std::string_view::npos || close == std::string_view::npos) {
        return type;
    }
    type.name += text.substr(close + 1);  // timestamp(3) without time zone
    auto const* at = text.data() + open + 1;
    auto const* const end = text.data() + close;
    while (at < end) {
        int value = 0;
        auto const [next, failed] = std::from_chars(at, end, value);
        if (failed != std::errc{}) {
            break;
        }
        type.limits.push_back(value);
        at = next + 1;
    }
    return type;
}

/// Types whose limit may grow, or go, without a look at the values.
bool has_free_limit(std::string_view name) {
    constexpr auto names = std::to_array<std::string_view>(
        {"character varying", "numeric", "bit varying", "timestamp without time zone",
         "timestamp with time zone", "time without time zone", "time with time zone", "interval"});
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_wider(Type const& before, Type const& after) {
    if (after.limits.empty()) {
        return true;
    }
    if (before.limits.empty() || before.limits.size() != after.limits.size()) {
        return false;
    }
    bool const same_scale = before.limits.size() < 2 || before.limits[1] == after.limits[1];
    return same_scale && before.limits[0] <= after.limits[0];
}

struct Pair {
    std::string_view before;
    std::string_view after;
};

bool has(auto const& pairs, Type const& before, Type const& after) {
    return std::any_of(pairs.begin(), pairs.end(), [&](Pair const& pair) {
        return pair.before == before.name && pair.after == after.name;
    });
}

bool is_stored_alike(Type const& before, Type const& after) {
    constexpr auto alike = std::to_array<Pair>({{"character varying", "text"},
                                                {"text", "character varying"},
                                                {"cidr", "inet"},
                                                {"xml", "text"}});
    return has(alike, before, after) && after.limits.empty();
}

bool always_fits(Type const& before, Type const& after) {
    constexpr auto wider = std::to_array<Pair>({{"smallint", "integer"},
                                                {"smallint", "bigint"},
                                                {"integer", "bigint"},
                                                {"smallint", "numeric"},
                                                {"integer", "numeric"},
                                                {"bigint", "numeric"},
                                                {"real", "double precision"},
                                                {"integer", "double precision"},
                                                {"date", "timestamp without time zone"},
                                                {"date", "timestamp with time zone"},
                                                {"json", "jsonb"}});
    return after.limits.empty() && (after.name == "text" || has(wider, before, after));
}

}  // namespace

TypeChange type_change(std::string_view before, std::string_view after) {
    auto const old_type = parse(before);
    auto const new_type = parse(after);
    bool const grows = old_type.name == new_type.name && has_free_limit(old_type.name) &&
                       is_wider(old_type, new_type);
    if (before != after && (grows || is_stored_alike(old_type, new_type))) {
        return {false, false};
    }
    return {true, !always_fits(old_type, new_type)};
}

bool is_printed_alike(std::string_view before, std::string_view after) {
    constexpr auto texts = std::to_array<std::string_view>({"text", "character varying"});
    constexpr auto integers = std::to_array<std::string_view>({"smallint", "integer", "bigint"});
    auto const old_type = parse(before);
    auto const new_type = parse(after);
    auto const both = [&](auto const& names) {
        return std::find(names.begin(), names.end(), old_type.name) != names.end() &&
               std::find(names.begin(), names.end(), new_type.name) != names.end();
    };
    return before == after || both(texts) || both(integers) ||
           (old_type.name == new_type.name && has_free_limit(old_type.name) &&
            is_wider(old_type, new_type));
}

}  // namespace lockstep::plan
