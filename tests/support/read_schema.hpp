#pragma once

#include <string>

#include "pg/connection.hpp"
#include "schema/catalog.hpp"
#include "schema/schema.hpp"

namespace lockstep::tests {

/// The schema of a database, read as the tool reads it, over a connection of its own.
schema::Schema read_schema(std::string const& url, schema::CatalogOptions options = {});

/// What the open transaction sees, its own changes included. It leaves an empty search_path to it.
schema::Schema read_in_transaction(pg::Connection& connection, schema::CatalogOptions options = {});

}  // namespace lockstep::tests
