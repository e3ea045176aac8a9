#pragma once

#include "schema/kinds/common.hpp"

// Lists as alterations compare them, and what they are made of.
namespace lockstep::schema {

using Items = std::vector<std::string_view>;

bool has(Items const& items, std::string_view item);
/// The items that `others` has not, in their order.
Items without(Items const& items, Items const& others);

/// One `name=value` of storage parameters or of options.
struct Option {
    std::string_view name, value;
};
Option option_of(std::string_view text);

/// `{alter} SET DEFAULT …` or `{alter} DROP DEFAULT`.
Sql change_default(Sql const& alter, std::string_view value);

/// The parts of a list, which are separated by commas outside of quotes and parentheses.
Items split_list(std::string_view text);

}  // namespace lockstep::schema
