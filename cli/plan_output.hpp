#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"
#include "plan_proof.hpp"

namespace CLI {
class App;
}

namespace lockstep::cli {

inline constexpr std::string_view sql_format = "sql";

/// What of plans is an option of `lockstep diff` alone.
struct PlanFlags {
    bool plan = false;
    bool online = false;
    bool offline = false;

    /// `otherwise`: when neither is said.
    bool is_online(bool otherwise) const { return online || (!offline && otherwise); }
};

void add_plan_options(CLI::App& app, PlanFlags& flags);

std::vector<std::string> hazard_names();
/// Throws Error(refused) that names every statement with a hazard that nobody allowed.
void refuse_what_is_not_allowed(plan::Plan const& plan, std::vector<std::string> const& allowed);

/// Throws Error(bad_input) unless plans are printed in that format.
void check_plan_format(std::string_view format);
/// As text or JSON.
void print_plan_report(plan::PlanFile const& plan, bool online, std::string_view format);

}  // namespace lockstep::cli
