#include "sync_database.hpp"

#include <utility>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "pg/connection.hpp"

namespace lockstep::cli {

namespace {

pg::ConnectOptions connect_options(Session const& session) {
    return {.connect_timeout = std::chrono::seconds(session.load_options().connect_timeout_s)};
}

/// A name from `databases`, or the URL itself.
std::string resolved(Session const& session, std::string const& name) {
    auto const& by_name = session.load_options().database_url;
    auto const url = by_name ? by_name(name) : std::nullopt;
    return url.value_or(name);
}

pg::Connection connection_to(Session const& session, std::string const& url,
                             pg::ConnectOptions options) {
    options.connect_timeout = connect_options(session).connect_timeout;
    return pg::Connection(url, options);
}

}  // namespace

std::string control_url(Session& session, std::string const& option) {
    auto const& name = option.empty() ? session.config().apply.control : option;
    if (name.empty()) {
        throw Error(ExitCode::bad_input, "no control database is named",
                    "Name it: --db postgresql://USER@HOST/DATABASE, or `apply.control` in the "
                    "config");
    }
    return resolved(session, name);
}

sync::Control open_control(Session& session, std::string const& option) {
    auto const url = control_url(session, option);
    auto const options = connect_options(session);
    return {[url, options] { return pg::Connection(url, options); }, session.config().apply.lease};
}

sync::Connect target_connector(Session& session) {
    return [&session](std::string const& connection) {
        return pg::Connection(resolved(session, connection), connect_options(session));
    };
}

sync::ApplyOptions apply_options(config::Apply const& config) {
    return {.names = config.names == "given" ? sync::NamesBy::given : sync::NamesBy::ids,
            .types = {config.types.begin(), config.types.end()},
            .timeouts = {config.lock_timeout, config.statement_timeout},
            .lease = config.lease};
}

std::string relay_source(Session& session, std::string const& option) {
    auto const& name = option.empty() ? session.config().sync.source : option;
    return name.empty() ? session.database_source({}) : resolved(session, name);
}

std::string history_database(Session& session, std::string const& option) {
    auto const& name = session.config().sync.history.url;
    return name.empty() ? relay_source(session, option) : resolved(session, name);
}

pg::Connection source_connection(Session& session, std::string const& option,
                                 pg::ConnectOptions options) {
    return connection_to(session, relay_source(session, option), std::move(options));
}

pg::Connection history_connection(Session& session, std::string const& option,
                                  pg::ConnectOptions options) {
    return connection_to(session, history_database(session, option), std::move(options));
}

relay::HistoryNames configured_history(Session const& session) {
    return relay::history_names(session.config().sync.history.table);
}

}  // namespace lockstep::cli
