#pragma once

#include <string_view>

#include "relay/setup.hpp"
#include "session.hpp"

namespace lockstep::cli {

/// What the config's `sync` section says of slot, publication, tables and history. Throws
/// Error(bad_input) where a name cannot be one.
relay::SetupOptions configured_relay(Session const& session);

/// `text` of an option called `option`, as a duration; seconds where it has no unit.
std::chrono::milliseconds duration_of(std::string_view option, std::string_view text);

}  // namespace lockstep::cli
