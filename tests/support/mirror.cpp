#include "support/mirror.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "schema/kind.hpp"

namespace lockstep::tests {

namespace {

using diff::Action;
using diff::Change;

/// A change as seen from the one end or from the other.
std::string line_of(Change const& change, bool from_the_other_end) {
    auto action = change.action;
    auto const* before = change.before;
    auto const* after = change.after;
    auto old_value = change.old_value;
    auto new_value = change.new_value;
    if (from_the_other_end) {
        action = action == Action::added     ? Action::removed
                 : action == Action::removed ? Action::added
                                             : action;
        std::swap(before, after);
        std::swap(old_value, new_value);
    }
    auto const name = [](schema::Object const* object) {
        return object == nullptr ? std::string("nothing") : schema::to_string(object->id);
    };
    auto const text = [](schema::Value value) {
        auto packed = std::string(value.text());
        std::replace(packed.begin(), packed.end(), '\0', '|');
        return packed;
    };
    return fmt::format("{} {} → {}: {} [{}] → [{}]{}", static_cast<int>(action), name(before),
                       name(after), change.property == nullptr ? "" : change.property->name,
                       text(old_value), text(new_value),
                       change.follows == nullptr ? "" : " (follows)");
}

std::vector<std::string> lines_of(diff::Changes const& changes, bool from_the_other_end) {
    std::vector<std::string> lines;
    for (auto const& change : changes.list) {
        lines.push_back(line_of(change, from_the_other_end));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace

std::string not_mirrored(diff::Changes const& there, diff::Changes const& back) {
    auto const a = lines_of(there, false);
    auto const b = lines_of(back, true);
    std::vector<std::string> different;
    std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(),
                                  std::back_inserter(different));
    std::string text;
    for (auto const& line : different) {
        text += line + '\n';
    }
    return text;
}

}  // namespace lockstep::tests
