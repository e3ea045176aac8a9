#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "plan/plan.hpp"
#include "sync/project.hpp"

namespace lockstep::sync {

/// What a change takes to what, and the statements that do in the target.
struct PlannedChange {
    Project before;
    Project after;
    std::vector<plan::Statement> statements;
};

/// Plans a change (normalized) by the planner that makes migrations: those of a batch one after the
/// other.
PlannedChange plan_change(nlohmann::json const& schema_data, nlohmann::json const& change,
                          Terms const& terms, int server_version);

/// What they would lose: a sentence for each that loses data.
std::vector<std::string> losses(std::vector<plan::Statement> const& statements);

}  // namespace lockstep::sync
