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

}  // namespace lockstep::pg
