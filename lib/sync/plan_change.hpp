#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "plan/plan.hpp"
#include "sync/project.hpp"

namespace lockstep::sync {

/// The statements that a change (normalized) is in the target, by the planner that makes
/// migrations: those of a batch one change after the other.
std::vector<plan::Statement> plan_change(nlohmann::json const& schema_data,
                                         nlohmann::json const& change, Terms const& terms,
                                         int server_version);

/// What they would lose: a sentence for each that loses data.
std::vector<std::string> losses(std::vector<plan::Statement> const& statements);

}  // namespace lockstep::sync
