#pragma once

#include <optional>
#include <string>

#include "apply/run.hpp"
#include "plan/plan_file.hpp"

namespace lockstep::cli {

/// A run of a plan, for people and programs.
struct Applied {
    plan::PlanFile const& file;
    std::string database;  // without a password
    std::string status;    // "done", "nothing to do", "dry run", "stopped"
    apply::RunResult result;
};

std::string applied_as_text(Applied const& applied);
std::string applied_as_json(Applied const& applied);

/// "ALTER TABLE public.orders ADD COLUMN note text": the first line, cut to a length.
std::string shortened(std::string_view statement);

/// What was done and what was not: some sentences.
std::string how_far(Applied const& applied);

}  // namespace lockstep::cli
