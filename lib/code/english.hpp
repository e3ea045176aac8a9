#pragma once

#include <string>
#include <string_view>

namespace lockstep::code {

/// The singular of an English noun in lower case: "properties" → "property", "statuses" →
/// "status". What is no plural stays: "status", "news", "series".
std::string singular(std::string_view noun);

/// The plural: "entry" → "entries". singular(plural(noun)) is the noun again.
std::string plural(std::string_view noun);

}  // namespace lockstep::code
