#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/schema.hpp"

namespace lockstep::source {

/// A schema as bytes that load fast: tables of fixed-size records that point into one block of
/// texts. Only for this build of the tool on this machine: byte order and kinds are its own.
/// Empty when it is too large for that (texts of 4 GB).
std::string encode(schema::Schema const& schema);

/// Nothing when the bytes are not what `encode` gave: every number is checked before it is used.
std::optional<schema::Schema> decode(std::string_view bytes);

}  // namespace lockstep::source
