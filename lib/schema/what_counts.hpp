#pragma once

#include <string>

#include "schema/kind.hpp"

namespace lockstep::schema {

/// What counts of the value of a property that says so (Property::counts is not null), in the form
/// that the value has: a text, or a packed list of what counts of its items. Empty where nothing of
/// it does.
std::string what_counts(Property const& property, Value value);

}  // namespace lockstep::schema
