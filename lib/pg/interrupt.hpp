#pragma once

#include <chrono>
#include <optional>

namespace lockstep::pg {

using Clock = std::chrono::steady_clock;
using Deadline = std::optional<Clock::time_point>;

enum class Wake { ready, interrupted, timed_out };

/// Sleeps until the socket is ready for one of `events` (as `poll` names them), until SIGINT or
/// SIGTERM came (unless they are not `heeded`), or until the deadline. For the files of this
/// folder.
Wake wait_for(int socket, short events, Deadline deadline, bool heeded);

/// Sleeps until the socket is ready for one of `events`, until `other` can be read, until SIGINT or
/// SIGTERM came, or so long; to the microsecond. True: the socket is ready.
bool wait_for_either(int socket, short events, int other, std::chrono::microseconds timeout);

/// Sleeps so long, or until SIGINT or SIGTERM came.
void sleep_for(std::chrono::milliseconds duration);

}  // namespace lockstep::pg
