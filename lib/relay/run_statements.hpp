#pragma once

#include "pg/connection.hpp"

namespace lockstep::relay {

/// In one transaction, one such at a time in a database, with a short lock timeout.
void run_statements(pg::Connection& connection, Statements const& statements);

}  // namespace lockstep::relay
