#pragma once

#include <string_view>

namespace lockstep::plan {

/// What becomes of the values of a column whose type changes, as format_type() prints types.
struct TypeChange {
    bool rewrites = true;  // else the values stay as they are on disk
    bool can_fail = true;
};

/// What is not known to do no harm is taken to do it.
TypeChange type_change(std::string_view before, std::string_view after);

/// Is a value that survives the change printed as it was? (Not so 1.50 that becomes 1.5, or 2.)
bool is_printed_alike(std::string_view before, std::string_view after);

}  // namespace lockstep::plan
