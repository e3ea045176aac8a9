#pragma once

#include <string>
#include <vector>

#include "pg/connection.hpp"

namespace lockstep::tests {

/// Runs the statements of a script as psql would, each by itself, and throws
/// std::runtime_error("file:line: message") at the first that fails.
void run_script(pg::Connection& connection, std::string const& name, std::string text);

/// Does a name such as `040_tables.since_15.sql` or `x.before_16.sql` speak of that server? One
/// without such a part speaks of all.
bool is_for_server(std::string const& name, int server_version);

/// The names and texts of the files below `folder` of the repository that speak of that server, in
/// the order of their names.
struct NamedText {
    std::string name;
    std::string text;
};
std::vector<NamedText> files_for_server(std::string const& folder, int server_version);

/// Makes the schema of tests/cases/kitchen_sink in the database: every kind and every attribute
/// that the server's version has.
void make_kitchen_sink(pg::Connection& connection);

/// Makes the tablespace `sink_space` unless the server has it.
void make_tablespace(pg::Connection& connection);

}  // namespace lockstep::tests
