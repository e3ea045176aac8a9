#pragma once

#include "plan/plan.hpp"

namespace lockstep::plan {

/// Gives every statement its hazards, beside those that it has: what the statements do, held
/// against the schemas. What the plan itself makes is nobody else's yet, and so in no danger.
void add_hazards(std::vector<Statement>& statements, schema::Schema const& from,
                 schema::Schema const& to);

}  // namespace lockstep::plan
