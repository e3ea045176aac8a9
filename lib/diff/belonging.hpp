#pragma once

#include <optional>
#include <string>

#include "schema/object.hpp"

namespace lockstep::diff {

/// Does `part` come and go with `whole`? A column with its table, a table with its namespace.
bool belongs_to(schema::ObjectId const& part, schema::ObjectId const& whole);

/// The packed names of what an object goes with though its own names do not say so: the table of
/// an index, the column that owns a sequence, the sequence that a privilege is granted on. Nothing
/// for all others.
std::optional<std::string> attached_to(schema::Object const& object);

/// The packed names of the sequence behind an identity column, which is no object of its own; but
/// privileges are granted on it. Nothing for all other objects.
std::optional<std::string> identity_sequence(schema::Object const& object);

}  // namespace lockstep::diff
