#pragma once

#include <string>

#include "pg/connection.hpp"

namespace lockstep::pg {

/// A new name for a scratch database: `lockstep_<where>_<pid>_<n>`, where <where> tells this
/// machine, boot and process namespace apart from others.
std::string new_database_name();

/// Drops the scratch databases that dead processes of this machine left on a server.
void drop_abandoned_databases(Connection& connection);

}  // namespace lockstep::pg
