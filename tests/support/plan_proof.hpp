#pragma once

#include <string>

#include "pg/connection.hpp"
#include "plan/plan.hpp"
#include "schema/schema.hpp"

namespace lockstep::tests {

/// The schema that the open transaction sees, with its dependencies.
schema::Schema read_for_plan(pg::Connection& connection);

/// Plans from one schema to the other, runs the plan in the open transaction of a connection to a
/// database of schema `from`, and reads what is there then. Nothing when that is `to` and a second
/// plan is empty; else what is wrong, with the plan.
std::string prove_plan(pg::Connection& connection, schema::Schema const& from,
                       schema::Schema const& to);

/// Runs a plan step by step, each committed, as a user would.
void run_plan(pg::Connection& connection, plan::Plan const& plan);

/// The same as prove_plan for the online variant, which cannot be run in one transaction: what it
/// does stays.
std::string prove_online_plan(pg::Connection& connection, schema::Schema const& from,
                              schema::Schema const& to);

/// What differs yet, a line for each change, without the order of columns: no statement changes it,
/// and one that comes back stands last.
std::string what_is_left(schema::Schema const& got, schema::Schema const& wanted);
bool has_other_order(schema::Schema const& got, schema::Schema const& wanted);

}  // namespace lockstep::tests
