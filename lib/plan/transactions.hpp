#pragma once

#include "plan/plan.hpp"

namespace lockstep::plan {

/// What PostgreSQL demands, or decency towards those who use the tables.
Transaction transaction_of(Sql const& statement);

}  // namespace lockstep::plan
