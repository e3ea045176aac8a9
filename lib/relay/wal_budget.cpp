#include "relay/wal_budget.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/core.h>

#include "base/text.hpp"

namespace lockstep::relay {

namespace {

using std::chrono::seconds;

// Beyond it no date means anything, and a number of seconds may not fit.
constexpr double longest_s = 3'650.0 * 86'400;
constexpr seconds hour{3'600};

std::string rounded(double value, std::string_view unit) {
    return value < 10 && std::round(value * 10) < 100 ? fmt::format("{:.1f} {}", value, unit)
                                                      : fmt::format("{:.0f} {}", value, unit);
}

std::optional<seconds> time_until(double bytes, double growth) {
    if (growth <= 0 || bytes / growth > longest_s) {
        return std::nullopt;
    }
    return seconds(std::llround(std::max(bytes, 0.0) / growth));
}

}  // namespace

std::string size_text(std::int64_t bytes) {
    constexpr std::array<std::string_view, 4> units{"kB", "MB", "GB", "TB"};
    constexpr double step = 1'024;
    if (bytes < static_cast<std::int64_t>(step)) {
        return count_of(static_cast<std::size_t>(std::max<std::int64_t>(0, bytes)), "byte");
    }
    auto size = static_cast<double>(bytes) / step;
    std::size_t unit = 0;
    while (size >= step && unit + 1 < units.size()) {
        size /= step;
        ++unit;
    }
    return rounded(size, units[unit]);
}

std::string time_text(seconds time) {
    struct Unit {
        std::string_view name;
        std::int64_t length;
    };
    constexpr std::array<Unit, 4> units{Unit{"day", 86'400}, Unit{"hour", 3'600},
                                        Unit{"minute", 60}, Unit{"second", 1}};
    auto const count = std::max<std::int64_t>(0, time.count());
    // The largest of which there are two, so that what is lost by rounding is less than half.
    auto const* const unit =
        std::ranges::find_if(units, [&](Unit const& it) { return count >= 2 * it.length; });
    auto const& taken = unit == units.end() ? units.back() : *unit;
    return count_of(static_cast<std::size_t>(count / taken.length), taken.name);
}

WalBudget wal_budget(std::optional<WalLook> const& before, WalLook const& now) {
    WalBudget budget{.retained = now.retained};
    if (now.left) {
        budget.limit = now.retained + std::max<std::int64_t>(0, *now.left);
    }
    if (before && now.at > before->at) {
        budget.growth =
            static_cast<double>(now.retained - before->retained) / (now.at - before->at).count();
        if (now.left) {
            budget.time_left = time_until(static_cast<double>(*now.left), *budget.growth);
        }
    }
    return budget;
}

std::string described(WalBudget const& it) {
    auto text = fmt::format("the slot holds {}", size_text(it.retained));
    auto const limit = it.limit ? fmt::format("its limit is {}", size_text(*it.limit))
                                : std::string("it has no limit");
    if (!it.growth) {
        return fmt::format("{}; {}", text, limit);
    }
    if (*it.growth < 1) {
        return fmt::format("{}, and no more from second to second; {}", text, limit);
    }
    auto const rate = size_text(std::llround(*it.growth));
    if (it.limit && it.time_left) {
        return fmt::format("{}; at {} a second it reaches its limit of {} in {}", text, rate,
                           size_text(*it.limit), time_text(*it.time_left));
    }
    auto const later = static_cast<double>(it.retained) + *it.growth * hour.count();
    return fmt::format("{}; at {} a second it holds {} in an hour, and {}", text, rate,
                       size_text(static_cast<std::int64_t>(std::min(later, 9e18))), limit);
}

}  // namespace lockstep::relay
