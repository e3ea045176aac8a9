#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/config.hpp"
#include "config/load.hpp"

namespace lockstep::config {

/// "30s", "500ms", "5min", "2h", "7d", or a number of `unit`s; nothing when it is none of these or
/// does not fit.
std::optional<milliseconds> parse_duration(std::string_view text, std::string_view unit = "ms");
/// The shortest form that `parse_duration` reads back: "5min".
std::string to_text(milliseconds duration);

/// Letters, digits and underscores, no digit first.
bool is_variable_name(std::string_view name);
/// A day that the calendar has, as "2026-12-31".
bool is_date(std::string_view text);

/// A text with `${NAME}` replaced and `$${` unescaped. Where a variable is not set, its name is in
/// `missing` and it stands for nothing; `wrong` says what is wrong with the form itself.
struct Expanded {
    std::string text;
    std::string missing;
    std::string wrong;
};
Expanded expand(std::string_view text, Environment const& environment);

}  // namespace lockstep::config
