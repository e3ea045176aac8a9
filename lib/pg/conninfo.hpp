#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::pg {

/// libpq's own reading of a URI or "key=value …" string: keyword → value, without defaults; nothing
/// when it cannot be read.
std::optional<std::map<std::string, std::string>> parse_conninfo(std::string const& url);
/// Why it cannot be read, without any part of it.
std::string conninfo_error(std::string const& url);
/// The texts in it that must never be printed.
std::vector<std::string> secrets_of(std::string const& url);
std::string percent_encoded(std::string_view text);

}  // namespace lockstep::pg
