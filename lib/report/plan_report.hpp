#pragma once

#include <string>
#include <string_view>

#include "plan/plan.hpp"
#include "report/shown.hpp"

namespace lockstep::report {

/// What stands above a plan: the names of both sources, and how it was made.
struct PlanHeading {
    std::string_view from;
    std::string_view to;
    std::string_view proof;  // "proved on PostgreSQL 15"
    bool online = false;
};

/// For people: the steps, each statement with its hazards below, and a summary.
std::string plan_as_text(plan::Plan const& plan, PlanHeading const& heading, Style const& style);
/// As docs/schemas/plan.json describes it.
std::string plan_as_json(plan::Plan const& plan, PlanHeading const& heading);
/// "3 statements in 2 steps; lock 3, scan 1".
std::string summary(plan::Plan const& plan);

}  // namespace lockstep::report
