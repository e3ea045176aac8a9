#include <algorithm>
#include <cctype>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "pg/connection.hpp"
#include "pg/conninfo.hpp"

namespace lockstep::pg {

namespace {

std::string value_of(Keywords const& options, char const* keyword) {
    auto const found = options.find(keyword);
    return found == options.end() ? std::string{} : found->second;
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

std::string display(Keywords const& options) {
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
    // The socket's name holds it; the usual one goes without saying.
    text += socket && !port.empty() && port != "5432" ? "&port=" + port : "";
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
    return options && !misreads_a_password(url) ? display(*options) : display_unreadable(url);
}

std::string with_database(std::string const& url, std::string_view database) {
    if (auto const why = conninfo_error(url); !why.empty()) {
        throw lockstep::Error(ExitCode::bad_input, why);
    }
    auto const options = parse_conninfo(url);
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
