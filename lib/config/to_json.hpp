#pragma once

#include <nlohmann/json_fwd.hpp>

#include "config/keys.hpp"

namespace lockstep::config {

/// The values of a section's keys as JSON. Sections without keys in them, empty texts, lists and
/// maps are left out, and so is whatever is in `defaults` (null: nothing more).
nlohmann::ordered_json section_json(Keys const& keys, nlohmann::ordered_json const* defaults);
/// One value; null where it is empty.
nlohmann::ordered_json value_json(Value const& value, nlohmann::ordered_json const* defaults);

}  // namespace lockstep::config
