#pragma once

#include <functional>
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

struct CatalogRead {
    std::string unspecified_owner;            // objects of this role have an unknown owner
    DatabaseState* state = nullptr;           // if given, filled from the same snapshot
    std::function<pg::Connection()> another;  // makes a second connection to the same database
};

/// Reads a database's schema: all in one REPEATABLE READ transaction with settings of its own that
/// end with it, so that names and expressions print the same everywhere and a pooler in transaction
/// mode may stand between. Where the server is near and the catalogs are large, a second connection
/// reads half of them under the same snapshot.
schema::Schema read_catalog(pg::Connection& connection, LoadOptions const& options,
                            CatalogRead const& how);

/// One round trip.
DatabaseState read_state(pg::Connection& connection);

}  // namespace lockstep::source
