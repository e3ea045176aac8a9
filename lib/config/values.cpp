#include "config/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include <fmt/core.h>

#include "base/text.hpp"

namespace lockstep::config {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t factor;
};
// PostgreSQL's own units of time, largest first.
constexpr auto units = std::to_array<Unit>(
    {{"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000}, {"s", 1'000}, {"ms", 1}});

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const good = error == std::errc{} && end == text.data() + text.size() && !text.empty();
    return good ? std::optional(number) : std::nullopt;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text, std::string_view unit) {
    auto const digits = std::min(text.find_first_not_of("0123456789"), text.size());
    auto const count = whole_number(text.substr(0, digits));
    auto const named = trim(text.substr(digits));
    auto const wanted = named.empty() ? unit : named;
    auto const found = std::ranges::find(units, wanted, &Unit::name);
    if (!count || found == units.end() ||
        *count > std::numeric_limits<std::int64_t>::max() / found->factor) {
        return std::nullopt;
    }
    return milliseconds(*count * found->factor);
}

std::string to_text(milliseconds duration) {
    if (duration.count() == 0) {
        return "0ms";
    }
    auto const fits = [&](Unit const& unit) { return duration.count() % unit.factor == 0; };
    auto const unit = std::ranges::find_if(units, fits);
    return fmt::format("{}{}", duration.count() / unit->factor, unit->name);
}

bool is_variable_name(std::string_view name) {
    auto const letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !name.empty() && letter(name[0]) &&
           std::ranges::all_of(name, [&](char c) { return letter(c) || is_digit(c); });
}

bool is_date(std::string_view text) {
    bool const formed = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                        std::ranges::count_if(text, is_digit) == 8;
    if (!formed) {
        return false;
    }
    auto const part = [&](std::size_t at, std::size_t size) {
        return static_cast<int>(whole_number(text.substr(at, size)).value_or(0));
    };
    std::chrono::year_month_day const day(std::chrono::year(part(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(part(8, 2))));
    return day.ok();
}

Expanded expand(std::string_view text, Environment const& environment) {
    Expanded result;
    for (;;) {
        auto const at = text.find("${");
        if (at == std::string_view::npos) {
            result.text += text;
            return result;
        }
        if (at > 0 && text[at - 1] == '$') {
            result.text += text.substr(0, at - 1);
            result.text += "${";
            text.remove_prefix(at + 2);
            continue;
        }
        result.text += text.substr(0, at);
        auto const close = text.find('}', at);
        auto const name = text.substr(at + 2, close == std::string_view::npos ? 0 : close - at - 2);
        if (!is_variable_name(name)) {
            result.wrong = close == std::string_view::npos
                               ? "\"${\" without \"}\""
                               : fmt::format("\"${{{}}}\" names no variable", name);
            return result;
        }
        if (auto const found = environment.find(name); found != environment.end()) {
            result.text += found->second;
        } else if (result.missing.empty()) {
            result.missing = name;
        }
        text.remove_prefix(close + 1);
    }
}

}  // namespace lockstep::config
