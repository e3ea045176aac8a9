#pragma once

#include "schema/schema.hpp"
#include "sync/project.hpp"

namespace lockstep::sync {

/// The project as the tables, columns, constraints, indexes and enums that it is in its namespace,
/// for diff and plan: as if it had been loaded, with dependencies, from a server of that version.
/// Expressions stand as they were given, and owners are not known.
schema::Schema schema_of(Project const& project, std::string const& name_space, int server_version);

}  // namespace lockstep::sync
