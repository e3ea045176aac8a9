#pragma once

#include <optional>
#include <string>

#include "pg/connection.hpp"
#include "schema/schema.hpp"
#include "source/source.hpp"

namespace lockstep::source {

/// What a live database looked like: who it is, and the hash of its catalogs.
struct DatabaseState {
    std::string identity;
    std::string catalogs;
};

/// Reads a database's schema: all in one REPEATABLE READ transaction with settings of its own that
/// end with it, so that names and expressions print the same everywhere and a pooler in transaction
/// mode may stand between. `state`, if given, is filled from the same snapshot.
schema::Schema read_catalog(pg::Connection& connection, LoadOptions const& options,
                            std::string const& unspecified_owner, DatabaseState* state = nullptr);

/// One round trip.
DatabaseState read_state(pg::Connection& connection);

}  // namespace lockstep::source
