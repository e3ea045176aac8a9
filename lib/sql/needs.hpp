#pragma once

#include <set>
#include <string>
#include <string_view>

#include "sql/split.hpp"

namespace lockstep::script {

/// What the statements of a script expect of the server around their database.
struct ServerNeeds {
    std::set<std::string, std::less<>> roles;        // mentioned, and not made by the script
    std::set<std::string, std::less<>> made_roles;   // by CREATE ROLE, USER or GROUP
    std::set<std::string, std::less<>> tablespaces;  // mentioned
};

ServerNeeds server_needs(Script const& script);
/// Adds what one statement mentions.
void add_needs(ServerNeeds& needs, Statement const& statement);

/// What a statement is about that lies outside of its database.
enum class Reach {
    database,     // nothing: it stays inside
    roles,        // CREATE, ALTER, DROP ROLE, USER, GROUP
    whole_server  // databases, tablespaces, ALTER SYSTEM: never run by us
};

Reach reach_of(std::string_view statement);

}  // namespace lockstep::script
