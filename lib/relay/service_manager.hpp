#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace lockstep::relay {

/// Has systemd started us, and wants to be told?
bool has_service_manager();

/// What systemd is told, where it has started us (sd_notify(3)): a datagram to $NOTIFY_SOCKET, like
/// "READY=1" or "STATUS=streaming". Elsewhere nothing happens; nor when it cannot be told.
void tell_service_manager(std::string_view state);

/// How often systemd wants to hear "WATCHDOG=1" (half of WatchdogSec=); nothing where it does not.
std::optional<std::chrono::milliseconds> watchdog_interval();

}  // namespace lockstep::relay
