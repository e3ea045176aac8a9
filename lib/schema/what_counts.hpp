#pragma once

#include <string>

#include "schema/kind.hpp"

namespace lockstep::schema {

/// What counts of a property's value (see Property::counts), in the form that the value has: a
/// text, or a packed list of what counts of its items. Empty where nothing of it does.
std::string what_counts(Property const& property, Value value);

}  // namespace lockstep::schema
