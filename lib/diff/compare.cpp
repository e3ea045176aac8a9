#include "diff/compare.hpp"

#include <algorithm>

#include "diff/array_casts.hpp"
#include "diff/meaning.hpp"
#include "schema/what_counts.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

constexpr auto no_index = static_cast<std::uint32_t>(-1);

using Items = std::vector<std::string_view>;

Items sorted(Items items) {
    std::sort(items.begin(), items.end());
    return items;
}

/// The items that `others` (sorted) has too, in their order.
Items common(Items items, Items const& others) {
    std::erase_if(items, [&](std::string_view item) {
        return !std::binary_search(others.begin(), others.end(), item);
    });
    return items;
}

bool is_same_order(Items const& before, Items const& after) {
    return common(before, sorted(after)) == common(after, sorted(before));
}

/// Most objects are the same to the byte, so that is seen first.
bool are_identical(std::span<Field const> before, std::span<Field const> after) {
    return std::equal(
        before.begin(), before.end(), after.begin(), after.end(),
        [](Field const& a, Field const& b) { return a.index == b.index && a.value == b.value; });
}

/// Two ways to print the cast of an array, of which the second is the one that every statement ends
/// up with: a plan can make the one of the other.
bool can_be_told(std::string_view before, std::string_view after) {
    return with_casts_inside(after) == after && with_casts_inside(before) != before;
}

}  // namespace

bool is_same(Property const& property, Value before, Value after, Purpose purpose) {
    if (before.is_unknown() || after.is_unknown() || before == after) {
        return true;
    }
    switch (property.compare) {
        case Compare::never:
            return true;
        case Compare::as_set:
            return sorted(before.list().items()) == sorted(after.list().items());
        case Compare::relative_order:
            return is_same_order(before.list().items(), after.list().items());
        case Compare::exactly:
            if (property.counts != nullptr) {
                return what_counts(property, before) == what_counts(property, after);
            }
            return property.shape == Shape::text &&
                   means_the_same(property.name, before.text(), after.text()) &&
                   (purpose == Purpose::report || !can_be_told(before.text(), after.text()));
    }
    return false;
}

void compare(Object const& before, Object const& after, std::vector<Change>& out, Purpose purpose) {
    if (are_identical(before.fields, after.fields)) {
        return;
    }
    auto const& properties = after.id.kind->properties;
    auto const* old_field = before.fields.data();
    auto const* const old_end = old_field + before.fields.size();
    auto const* new_field = after.fields.data();
    auto const* const new_end = new_field + after.fields.size();
    while (old_field != old_end || new_field != new_end) {
        auto const index = std::min(old_field != old_end ? old_field->index : no_index,
                                    new_field != new_end ? new_field->index : no_index);
        auto const take = [index](Field const*& field, Field const* end) {
            return field != end && field->index == index ? (field++)->value : Value();
        };
        auto const old_value = take(old_field, old_end);
        auto const new_value = take(new_field, new_end);
        if (!is_same(properties[index], old_value, new_value, purpose)) {
            out.push_back({.action = Action::modified,
                           .before = &before,
                           .after = &after,
                           .property = &properties[index],
                           .old_value = old_value,
                           .new_value = new_value});
        }
    }
}

}  // namespace lockstep::diff
