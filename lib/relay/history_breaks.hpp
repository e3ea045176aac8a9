#pragma once

#include <string>
#include <vector>

#include "pg/connection.hpp"

namespace lockstep::relay {

/// A sentence for each time that the slot's continuity was lost: what was changed meanwhile is not
/// in the history, and nobody can tell what that was.
std::vector<std::string> history_breaks(pg::Connection& history, std::string const& slot);

}  // namespace lockstep::relay
