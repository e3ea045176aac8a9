#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "plan/plan.hpp"
#include "sync/project.hpp"

namespace lockstep::sync {

/// The statements that make of the project's tables and enums in a target what schema_data says:
/// the plan of a diff between the catalog and it. What else is on them (triggers, policies, grants)
/// is left alone. `noted`: how the server printed the expressions when they were applied; what it
/// prints otherwise now is made anew. Reads the catalog in a transaction of its own.
std::vector<plan::Statement> plan_repair(
    pg::Connection& connection, Project project, std::string const& name_space,
    std::optional<std::map<std::string, std::string>> const& noted);

}  // namespace lockstep::sync
