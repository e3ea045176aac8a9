#pragma once

#include <string>
#include <string_view>

#include "relay/relations.hpp"

namespace lockstep::relay {

/// As `data` of a SCHEMA entry: {"columns": [{"name", "type", "typmod", "key"}, …], "identity":
/// "d"}.
std::string definition_json(Relation const& relation);

/// The same with the table's own names, as relay_relation keeps it; and back. Throws Error.
std::string relation_json(Relation const& relation);
Relation read_relation(std::string_view json);

}  // namespace lockstep::relay
