#pragma once

#include "schema/object.hpp"

namespace lockstep::schema {

/// Is `part` a part of `whole`: a column of its table? Not of the namespace that holds the table,
/// which is merely in it.
bool is_part_of(ObjectId const& part, ObjectId const& whole);

/// The packed names of the tables that a table is a partition of or inherits from.
std::vector<std::string> parents_of(Object const& table);

}  // namespace lockstep::schema
