#include "policy/conditions.hpp"

#include <algorithm>

#include "policy/rules.hpp"
#include "schema/object.hpp"

namespace lockstep::policy {

namespace {

/// Has `list` an item that `other` lacks?
bool has_others(schema::TextList list, schema::TextList other) {
    auto const known = other.items();
    auto const items = list.items();
    return std::any_of(items.begin(), items.end(), [&](std::string_view item) {
        return std::find(known.begin(), known.end(), item) == known.end();
    });
}

}  // namespace

bool is_switched_on(diff::Change const& change) {
    return change.old_value.empty() && !change.new_value.empty();
}

bool is_switched_off(diff::Change const& change) {
    return !change.old_value.empty() && change.new_value.empty();
}

bool is_widened(diff::Change const& change) {
    return fits_into(change.old_value.text(), change.new_value.text());
}

bool is_required_column(diff::Change const& change) {
    auto const& column = change.object();
    return column.is("not_null") && column["default"].empty() && column["identity"].empty() &&
           column["generated"].empty();
}

bool is_key(diff::Change const& change) {
    auto const type = change.object()["type"];
    return type == "PRIMARY KEY" || type == "UNIQUE" || type == "FOREIGN KEY" || type == "EXCLUDE";
}

bool is_no_key(diff::Change const& change) {
    return !is_key(change);
}

bool is_unique(diff::Change const& change) {
    return change.object().is("unique");
}

bool has_fewer_items(diff::Change const& change) {
    return has_others(change.old_value.list(), change.new_value.list());
}

bool has_more_items(diff::Change const& change) {
    return has_others(change.new_value.list(), change.old_value.list());
}

bool is_restrictive(diff::Change const& change) {
    return change.object().is("restrictive");
}

bool is_permissive(diff::Change const& change) {
    return !is_restrictive(change);
}

}  // namespace lockstep::policy
