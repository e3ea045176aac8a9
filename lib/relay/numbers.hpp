#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace lockstep::relay {

/// A whole number as the server prints it; 0 for anything else.
inline std::int64_t to_number(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace lockstep::relay
