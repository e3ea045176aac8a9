#pragma once

#include <vector>

#include "plan/fate.hpp"
#include "plan/plan.hpp"

namespace lockstep::plan {

/// The statements that do all operations, in the order in which they can be run, each with the
/// transaction that it needs; without hazards but for the data that it loses. With `online`, what
/// would block others for long is done in the way that does not, later than the rest.
std::vector<Statement> write_statements(Matched const& matched, Fate const& fate, bool online);

}  // namespace lockstep::plan
