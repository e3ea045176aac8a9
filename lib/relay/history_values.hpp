#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "relay/json_rows.hpp"

namespace lockstep::relay {

/// As jsonb orders its keys: short ones first, so that `id` leads.
struct ShortFirst {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const {
        return left.size() != right.size() ? left.size() < right.size() : left < right;
    }
};

/// A row as the history tells it: each column that was told, with what its type prints; nothing is
/// NULL.
using Values = std::map<std::string, std::optional<std::string>, ShortFirst>;

/// Reads `data` or `old_data`, which JsonRows wrote (an object of scalars); booleans are "true" and
/// "false". Throws Error(bad_input) on anything else.
Values parse_values(std::string_view json);

/// As jsonb prints a number: digits, a point, a minus; no exponent.
bool is_plain_number(std::string const& text);

/// One value as JSON, in the form that its column's type has now. What the form does not take stays
/// a string: the column had another type when it was written.
void append_value(std::string& out, JsonForm form, std::optional<std::string> const& value);

}  // namespace lockstep::relay
