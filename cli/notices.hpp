#pragma once

#include "report/report.hpp"
#include "session.hpp"

namespace lockstep::cli {

/// Sends a test to each channel that the config switches on, and says which they are. Throws Error
/// at the first that lacks something, or does not take it.
std::vector<std::string> send_test_notice(Session& session);

/// Tells people of the drift, each channel once, and keeps in the history of drift what was found
/// and who was told. What cannot be told is a warning: it changes nothing of the check's result.
void tell_of_drift(Session& session, report::Report const& report);

}  // namespace lockstep::cli
