#pragma once

#include <string>

#include "pg/connection.hpp"
#include "schema/schema.hpp"

namespace lockstep::tests {

/// The schema that the open transaction sees, with its dependencies.
schema::Schema read_for_plan(pg::Connection& connection);

/// Plans from one schema to the other, runs the plan in the open transaction of a connection to a
/// database of schema `from`, and reads what is there then. Nothing when that is `to` and a second
/// plan is empty; else what is wrong, with the plan.
std::string prove_plan(pg::Connection& connection, schema::Schema const& from,
                       schema::Schema const& to);

}  // namespace lockstep::tests
