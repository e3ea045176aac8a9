#pragma once

#include <string>

#include "session.hpp"
#include "sync/apply_change.hpp"

namespace lockstep::cli {

/// The URL of the control database: --db, or `apply.control` of the config. Throws Error(bad_input)
/// where neither says it.
std::string control_url(Session& session, std::string const& option);
/// A connection to the control database, made anew each time.
sync::Control open_control(Session& session, std::string const& option);
/// What deployment_configs hold: a URL, or a name from the config's `databases`.
sync::Connect target_connector(Session& session);
/// What the config's `apply` section says.
sync::ApplyOptions apply_options(config::Apply const& config);

}  // namespace lockstep::cli
