#include "relay/refusal.hpp"

#include <fmt/core.h>

namespace lockstep::relay {

Refusal::Refusal(std::int64_t position, std::string const& why)
    : Error(ExitCode::server_refused, fmt::format("change {} cannot be stored: {}", position, why),
            "What is behind it waits in the slot, and nothing is lost. To put such changes by in "
            "lockstep.dead_letter and go on: `sync.dead_letters`: \"continue\""),
      position_(position),
      why_(why) {}

}  // namespace lockstep::relay
