#pragma once

#include <chrono>
#include <cstdint>

#include "relay/source.hpp"

namespace lockstep::relay {

/// What a slot holds for its relay.
struct Waiting {
    std::uint64_t transactions = 0;  // with changes
    std::uint64_t changes = 0;
    Lsn from;
    Lsn to;
    std::chrono::milliseconds took{0};
};

/// Reads and decodes what was committed before this moment; nothing is confirmed or written.
Waiting count_waiting(SourceOptions options);

}  // namespace lockstep::relay
