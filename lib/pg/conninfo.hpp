#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::pg {

using Keywords = std::map<std::string, std::string>;

/// libpq's own reading of a URI or "key=value …" string: keyword → value, without defaults; nothing
/// when it cannot be read.
std::optional<Keywords> parse_conninfo(std::string const& url);
/// Why it cannot be used, without any part of it; empty when it can.
std::string conninfo_error(std::string const& url);
/// A password with a `/`, `?` or `@` that was not percent-encoded ends up in the port, the database
/// or the host, as libpq reads it: does it look like that?
bool misreads_a_password(std::string const& url);
/// The texts in it that must never be printed.
std::vector<std::string> secrets_of(std::string const& url);
std::string percent_encoded(std::string_view text);

}  // namespace lockstep::pg
