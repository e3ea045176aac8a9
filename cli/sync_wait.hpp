#pragma once

#include <string_view>

#include "pg/connection.hpp"
#include "relay/lsn.hpp"
#include "session.hpp"

namespace CLI {
class App;
}

namespace lockstep::cli {

/// --wait: how many seconds the history is waited for.
void add_wait_option(CLI::App& app, int& seconds);

/// Waits until the history holds all that was committed before `lsn`, and says on a terminal that
/// it does; `seconds` 0: takes it as it is. Throws Error(conflict) where it is behind: `what` then
/// cannot be done ("it cannot be compared").
void await_history(Session& session, pg::Connection& history, pg::Connection& source,
                   relay::Lsn lsn, int seconds, std::string_view what);

}  // namespace lockstep::cli
