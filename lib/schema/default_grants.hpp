#pragma once

#include "schema/schema.hpp"

namespace lockstep::schema {

/// What takes from a newly made object of `to` the privileges that default privileges of the
/// database gave to others (ALTER DEFAULT PRIVILEGES), so that its own grants are all that there
/// are; from the sequences of identity columns, too: those of a table, or that of a column that is
/// made or gains one. `there`: the database in which it is made.
Statements revoke_default_grants(Object const& made, Schema const& to, Schema const& there);

}  // namespace lockstep::schema
