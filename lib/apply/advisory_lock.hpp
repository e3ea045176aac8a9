#pragma once

#include "pg/connection.hpp"

namespace lockstep::apply {

/// One change of a database at a time: an advisory lock that the session holds to its end. Throws
/// Error(conflict) that says who holds it.
void take_advisory_lock(pg::Connection& connection);

}  // namespace lockstep::apply
