#pragma once

#include "sql/sql.hpp"

namespace lockstep::sync {

/// Makes the tables of a control database, or adds what they lack.
Sql control_tables();

}  // namespace lockstep::sync
