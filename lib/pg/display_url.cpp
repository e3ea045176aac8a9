#include <algorithm>
#include <cctype>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "pg/connection.hpp"
#include "pg/conninfo.hpp"

namespace lockstep::pg {

namespace {

using Options = std::map<std::string, std::string>;

std::string value_of(Options const& options, char const* keyword) {
    auto const found = options.find(keyword);
    return found == options.end() ? std::string{} : found->second;
}

/// A password with a `/`, `?` or `@` that was not percent-encoded ends up in the port, the database
/// or the host, as libpq reads it.
bool may_hold_a_password(Options const& options) {
    auto const ports = value_of(options, "port");
    bool const odd_port = ports.find_first_not_of("0123456789,") != std::string::npos;
    auto const has_at = [&](char const* keyword) {
        return value_of(options, keyword).find('@') != std::string::npos;
    };
    return odd_port || has_at("host") || has_at("dbname");
}

/// "a:5432,b:5433"; a list of ports is as long as the one of hosts, or holds one for all.
std::string hosts_and_ports(std::string const& host, std::string const& port) {
    auto const hosts = split(host, ',');
    auto const ports = split(port, ',');
    std::string text;
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        auto const& own = ports.size() == hosts.size() ? ports[i] : ports[0];
        bool const six = hosts[i].find(':') != std::string::npos;
        text += (i == 0 ? "" : ",") + (six ? fmt::format("[{}]", hosts[i]) : hosts[i]) +
                (own.empty() ? "" : ":" + own);
    }
    return text;
}

std::string display(Options const& options) {
    auto const service = value_of(options, "service");
    auto const named = value_of(options, "host");
    auto const host = named.empty() ? value_of(options, "hostaddr") : named;
    auto const port = value_of(options, "port");
    auto const user = value_of(options, "user");
    bool const socket = host.starts_with('/') || host.starts_with('@');
    std::string text = "postgresql://" + user + (user.empty() ? "" : "@");
    text += socket ? "" : hosts_and_ports(host, port);
    text += "/" + value_of(options, "dbname");
    text += socket ? "?host=" + host : "";
    if (!service.empty()) {
        text += (socket ? "&" : "?") + fmt::format("service={}", service);
    }
    return printable(text);
}

/// libpq cannot read it, or reads parts of a password as something else: show no more than what
/// follows the last `@`.
std::string display_unreadable(std::string const& url) {
    auto const scheme = url.find("://");
    if (scheme == std::string::npos) {
        return "(a connection string that cannot be read)";
    }
    auto const at = url.rfind('@');
    auto rest = at == std::string::npos ? std::string{} : url.substr(at);
    return printable("postgresql://…" + rest.substr(0, rest.find_first_of("?& ")));
}

}  // namespace

std::string display_url(std::string const& url) {
    auto const options = parse_conninfo(url);
    return options && !may_hold_a_password(*options) ? display(*options) : display_unreadable(url);
}

std::string with_database(std::string const& url, std::string_view database) {
    auto const options = parse_conninfo(url);
    if (!options) {
        throw lockstep::Error(ExitCode::bad_input, conninfo_error(url));
    }
    std::string text = "postgresql:///" + percent_encoded(database);
    char separator = '?';
    for (auto const& [keyword, value] : *options) {
        if (keyword != "dbname") {
            text += fmt::format("{}{}={}", separator, keyword, percent_encoded(value));
            separator = '&';
        }
    }
    return text;
}

}  // namespace lockstep::pg
