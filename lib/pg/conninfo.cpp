#include "pg/conninfo.hpp"

#include <memory>

#include <fmt/core.h>
#include <libpq-fe.h>

namespace lockstep::pg {

namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using ParsedOptions = std::unique_ptr<PQconninfoOption, FreeOptions>;

ParsedOptions parse(std::string const& url, std::string& message) {
    char* error = nullptr;
    ParsedOptions options(PQconninfoParse(url.c_str(), &error));
    if (error != nullptr) {
        message = error;
        PQfreemem(error);
    }
    return options;
}

bool is_secret(std::string_view keyword) {
    return keyword == "password" || keyword == "sslpassword";
}

/// libpq quotes the part that it cannot read, and that may be a piece of the password.
std::string without_quotations(std::string_view message) {
    std::string safe;
    bool quoted = false;
    for (char const c : message) {
        if (c == '"') {
            safe += quoted ? "…\"" : "\"";
            quoted = !quoted;
        } else if (!quoted && c != '\n') {
            safe += c;
        }
    }
    return safe;
}

}  // namespace

std::optional<Keywords> parse_conninfo(std::string const& url) {
    std::string ignored;
    auto const options = parse(url, ignored);
    if (!options) {
        return std::nullopt;
    }
    Keywords values;
    for (auto const* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr) {
            values.emplace(option->keyword, option->val);
        }
    }
    return values;
}

std::string conninfo_error(std::string const& url) {
    std::string message;
    if (!parse(url, message)) {
        return fmt::format("the connection string cannot be read: {}", without_quotations(message));
    }
    if (misreads_a_password(url)) {
        return "the connection string cannot be read: a part of the password seems to stand where "
               "the host, the port or the database should";
    }
    return {};
}

bool misreads_a_password(std::string const& url) {
    auto const options = parse_conninfo(url).value_or(Keywords{});
    auto const port = options.find("port");
    if (port != options.end() &&
        port->second.find_first_not_of("0123456789,") != std::string::npos) {
        return true;
    }
    // In a URI, an `@` beyond the one that ends the user's part is written %40.
    auto const scheme = url.find("://");
    bool const is_uri = scheme != std::string::npos && url.starts_with("postgres");
    auto const address = is_uri ? url.substr(scheme + 3, url.find('?') - (scheme + 3)) : "";
    auto const first = address.find('@');
    return first != std::string::npos && (address.rfind('@') != first || address.find('/') < first);
}

std::vector<std::string> secrets_of(std::string const& url) {
    std::vector<std::string> secrets;
    for (auto const& [keyword, value] : parse_conninfo(url).value_or(Keywords{})) {
        if (is_secret(keyword) && !value.empty()) {
            secrets.push_back(value);
            secrets.push_back(percent_encoded(value));
        }
    }
    return secrets;
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (char const c : text) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
        encoded +=
            plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

}  // namespace lockstep::pg
