#pragma once

#include <string_view>

namespace lockstep::relay {

/// Can the text of a json value, which the server has found to be JSON, become jsonb? Not with
/// \u0000 or half a surrogate pair in a string, nor with a number that numeric cannot hold, nor
/// nested very deeply. Of a text that is no JSON it says something, and reads it to its end at
/// most.
bool fits_jsonb(std::string_view json);

}  // namespace lockstep::relay
