#pragma once

#include <cstdint>
#include <vector>

namespace lockstep::plan {

/// For each node of a graph the number of its circle: two nodes have the same one when each can be
/// reached from the other.
std::vector<std::uint32_t> circles(std::vector<std::vector<std::uint32_t>> const& followers);

}  // namespace lockstep::plan
