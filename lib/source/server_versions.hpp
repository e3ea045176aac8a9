#pragma once

#include <optional>
#include <string>

namespace lockstep::source {

/// As PostgreSQL says its version: 150020 is 15.20.
constexpr int oldest_server = 130000;
constexpr int first_unknown_server = 190000;

/// Throws Error(bad_input) where the server is older than all that the catalog queries know.
void refuse_old_server(std::string const& name, int version);

/// What to tell of a server that is newer than the newest known one.
std::optional<std::string> warning_of_new_server(std::string const& name, int version);

}  // namespace lockstep::source
