#pragma once

#include <string>

#include "pg/connection.hpp"
#include "relay/history_tables.hpp"
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

/// The database that the relay reads, as a URL: --db, or `sync.source` of the config; where neither
/// says it, the configured database. Throws Error(bad_input) where there is none.
std::string relay_source(Session& session, std::string const& option);
/// Where its history is: `sync.history.url`, or the source itself.
std::string history_database(Session& session, std::string const& option);
/// A connection to either, made anew each time; the config's connect_timeout holds. `option` is
/// what
/// --db says.
pg::Connection source_connection(Session& session, std::string const& option,
                                 pg::ConnectOptions options = {});
pg::Connection history_connection(Session& session, std::string const& option,
                                  pg::ConnectOptions options = {});
/// The names of the history's tables, by `sync.history.table`.
relay::HistoryNames configured_history(Session const& session);

}  // namespace lockstep::cli
