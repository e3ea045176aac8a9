#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lockstep::code {

/// Where the lines of a text begin.
class Lines {
public:
    explicit Lines(std::string_view text);

    /// The place of a byte of the same text; columns are characters.
    TextPlace place(std::string_view file, std::string_view text, std::size_t offset) const;

private:
    std::vector<std::size_t> starts_{0};
};

}  // namespace lockstep::code
