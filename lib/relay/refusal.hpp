#pragma once

#include <cstdint>
#include <string>

#include "base/error.hpp"

namespace lockstep::relay {

/// A change that cannot be stored, for what it is: the next attempt would fail as well.
class Refusal : public Error {
public:
    Refusal(std::int64_t position, std::string const& why);
    std::int64_t position() const { return position_; }
    std::string const& why() const { return why_; }

private:
    std::int64_t position_;
    std::string why_;
};

}  // namespace lockstep::relay
