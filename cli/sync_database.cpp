#include "sync_database.hpp"

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

}  // namespace lockstep::cli
