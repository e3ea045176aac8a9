#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "diff/change.hpp"
#include "schema/kind.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

constexpr std::size_t longest_value = 120;

using Items = std::vector<std::string_view>;

std::string listed(Items const& items) {
    std::string text;
    for (auto const item : items) {
        text.append(text.empty() ? "" : ", ").append(item);
    }
    return text;
}

Items without(Items items, Items const& others) {
    std::erase_if(items, [&](std::string_view item) {
        return std::find(others.begin(), others.end(), item) != others.end();
    });
    return items;
}

std::string describe_list(Items const& before, Items const& after) {
    auto const gone = without(before, after);
    auto const come = without(after, before);
    if (gone.empty() && come.empty()) {
        return fmt::format("has the order {}, had {}", listed(after), listed(before));
    }
    std::string text;
    if (!come.empty()) {
        text = fmt::format("has {} besides", listed(come));
    }
    if (!gone.empty()) {
        text += fmt::format("{}lacks {}", text.empty() ? "" : " and ", listed(gone));
    }
    return text;
}

bool is_long(std::string_view text) {
    return text.size() > longest_value || text.find('\n') != std::string_view::npos;
}

std::size_t first_different_line(std::string_view a, std::string_view b) {
    auto const [end, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return static_cast<std::size_t>(std::count(a.begin(), end, '\n')) + 1;
}

std::string describe_text(std::string_view before, std::string_view after) {
    auto const set = [](std::string_view text) {
        return is_long(text) ? std::string("set") : std::string(text);
    };
    if (before.empty()) {
        return fmt::format("is {}, was not set", set(after));
    }
    if (after.empty()) {
        return fmt::format("is not set, was {}", set(before));
    }
    if (is_long(before) || is_long(after)) {
        return fmt::format("differs from line {} on", first_different_line(before, after));
    }
    return fmt::format("is {}, was {}", after, before);
}

std::string describe_value(Change const& change) {
    switch (change.property->shape) {
        case Shape::flag:
            return change.new_value.empty() ? "is off, was on" : "is on, was off";
        case Shape::list:
            return describe_list(change.old_value.list().items(), change.new_value.list().items());
        case Shape::text:
            break;
    }
    return describe_text(change.old_value.text(), change.new_value.text());
}

std::string describe_rename(Change const& change) {
    if (change.property != nullptr) {
        return fmt::format("{}: the value {} was renamed to {}", to_string(change.after->id),
                           change.old_value.text(), change.new_value.text());
    }
    return fmt::format("{} was renamed to {}", to_string(change.before->id),
                       dotted(change.after->id.names).text());
}

}  // namespace

std::string describe(Change const& change) {
    switch (change.action) {
        case Action::added:
            return fmt::format("{} was added", to_string(change.after->id));
        case Action::removed:
            return fmt::format("{} was removed", to_string(change.before->id));
        case Action::renamed:
            return describe_rename(change);
        case Action::modified:
            break;
    }
    return fmt::format("{}: {} {}", to_string(change.after->id), change.property->name,
                       describe_value(change));
}

}  // namespace lockstep::diff
