#pragma once

#include <map>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "sync/project.hpp"

namespace lockstep::sync {

/// What a project is in its target, a line for each object: "column orders.total" →
/// "numeric(12,2) NOT NULL". Expressions stand apart: the server prints them in its own way, so
/// they are compared with how it printed them when they were applied.
struct State {
    std::map<std::string, std::string> objects;
    std::map<std::string, std::string> expressions;  // "default orders.total" → "0"
    bool knows_expressions = false;
};

/// What a project's schema_data says; expressions are not known.
State expected_state(Project const& project, std::string const& name_space);
/// What is in the target of the project's tables and enums: pg_class, pg_attribute, pg_constraint,
/// pg_index, pg_type. One round trip; the namespace must not be in the search_path.
State actual_state(pg::Connection& connection, Project const& project,
                   std::string const& name_space);

/// What differs, a line each: "column orders.total: numeric(10,2), should be numeric(12,2)".
/// Expressions are compared where `expected` knows them.
std::vector<std::string> differences(State const& actual, State const& expected);

}  // namespace lockstep::sync
