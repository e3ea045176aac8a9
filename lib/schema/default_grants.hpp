#pragma once

#include "schema/schema.hpp"

namespace lockstep::schema {

/// What takes from a newly made object the privileges that default privileges of its database gave
/// to others (ALTER DEFAULT PRIVILEGES), so that its own grants are all that there are. `there`:
/// the database in which it is made.
Statements revoke_default_grants(Object const& made, Schema const& there);

}  // namespace lockstep::schema
