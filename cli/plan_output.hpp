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

/// Which variant of a plan is wanted.
struct OnlineFlags {
    bool online = false;
    bool offline = false;

    /// Unless one of them is said, what the config says decides of plans for live databases.
    bool is_online(Session const& session, bool from_is_server) const {
        return online || (!offline && from_is_server && session.config().migrations.online);
    }
};

void add_online_options(CLI::App& app, OnlineFlags& flags);

/// What of plans is an option of `lockstep diff` alone.
struct PlanFlags {
    bool plan = false;
    OnlineFlags variant{};
};

void add_plan_options(CLI::App& app, PlanFlags& flags);

std::vector<std::string> hazard_names();
/// Throws Error(refused) that names every statement with a hazard that nobody allowed.
void refuse_what_is_not_allowed(plan::Plan const& plan, std::vector<std::string> const& allowed);

/// Throws Error(bad_input) unless plans are printed in that format, and in those of the files'
/// endings.
void check_plan_formats(std::string_view format, std::vector<std::string> const& files);
/// As text, JSON or SQL, by the file's ending.
std::string plan_for_file(std::string_view file, plan::PlanFile const& plan, bool online);
/// As text or JSON.
void print_plan_report(plan::PlanFile const& plan, bool online, std::string_view format);

}  // namespace lockstep::cli
