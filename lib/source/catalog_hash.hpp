#pragma once

#include "sql/sql.hpp"

namespace lockstep::source {

/// One query, one row, one text cell: a hash over all catalog rows that a schema is read from. It
/// is equal as long as no DDL was committed in the database, and takes a small part of the time
/// that reading takes.
Sql catalog_hash_query(int server_version);

/// Tells one server and database from another where the URL cannot: a cluster that was made anew
/// behind the same address, a database that was dropped and created again.
Sql server_identity_query();

}  // namespace lockstep::source
