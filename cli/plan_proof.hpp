#pragma once

#include <string>
#include <vector>

#include "plan/plan_file.hpp"
#include "session.hpp"
#include "sides.hpp"

namespace CLI {
class App;
}

namespace lockstep::cli {

/// Options of commands that prove a plan before they print or run it.
struct ProofFlags {
    bool no_verify = false;
    bool unproved = false;        // goes on without a proof
    std::size_t sample_rows = 0;  // of each table, in the rehearsal
};

void add_proof_options(CLI::App& app, ProofFlags& flags);
/// `--allow HAZARD`.
void add_allow_option(CLI::App& app, std::vector<std::string>& allowed);

/// What a plan is to be like.
struct PlanWishes {
    std::vector<std::string> allowed{};  // hazards that it may hold
    bool online = false;
    bool revert = false;  // the plan back is wanted, too
    ProofFlags proof{};
};

/// A plan and the plan back.
struct ProvedPlan {
    plan::PlanFile plan;
    plan::PlanFile revert;
};

/// Plans, and rehearses what it planned in a scratch database. Throws Error(refused) where the plan
/// holds a hazard that is not allowed, or cannot be proved (unless that is allowed). Where there is
/// no scratch server, says so on stderr.
ProvedPlan make_proved_plan(Session& session, Sides const& sides, PlanWishes const& wishes);

/// Prints the plan; and writes the plan back into the file, or ("-") prints that instead.
void deliver_plan(Session& session, ProvedPlan const& made, std::string const& revert);

}  // namespace lockstep::cli
