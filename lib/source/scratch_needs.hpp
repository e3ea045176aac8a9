#pragma once

#include "pg/connection.hpp"
#include "sql/needs.hpp"

namespace lockstep::source {

/// Makes what statements expect of the server around their database, where it is not there yet.
/// For our own scratch server alone: on it, roles and tablespaces need only exist.
void make_needs(pg::Connection& connection, script::ServerNeeds const& needs);

}  // namespace lockstep::source
