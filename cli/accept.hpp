#pragma once

#include <string>

#include "report/report.hpp"
#include "session.hpp"

namespace lockstep::cli {

/// Writes the report's findings into `sync_rules.accepted` of the config, which keeps its comments
/// and its form. Throws Error(not_found) when there is no config.
ExitCode accept(Session const& session, report::Report const& report, std::string const& reason,
                std::string const& expires);

}  // namespace lockstep::cli
