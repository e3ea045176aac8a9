#pragma once

#include <string>
#include <string_view>

#include "schema/schema.hpp"

namespace lockstep::schema {

/// The schema as a snapshot: JSON ("lockstep/snapshot", version 1), one object a line, so that a
/// changed object is a changed line under version control.
std::string to_snapshot_json(Schema const& schema);
std::string to_snapshot_yaml(Schema const& schema);

/// Reads a snapshot; `file` is for messages. Throws ParseError with line and column.
Schema from_snapshot_json(std::string_view text, std::string const& file);
Schema from_snapshot_yaml(std::string_view text, std::string const& file);

}  // namespace lockstep::schema
