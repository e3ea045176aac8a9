#pragma once

#include "schema/schema.hpp"

namespace lockstep::schema {

struct Property;

/// Is `part` a part of `whole`: a column of its table? Not of the namespace that holds the table,
/// which is merely in it.
bool is_part_of(ObjectId const& part, ObjectId const& whole);

/// Can anything of so many names have that part?
bool may_have_part(std::size_t names_of_whole, ObjectId const& part);

/// Is it one with the part of its name of a table above, if there is one (see
/// Kind::is_one_with_parent)?
bool is_one_with_parent(Object const& part);

/// Has the part that property by itself (see Property::of_each)?
bool is_of_each(Property const& property, Object const& part, Schema const& schema);

bool is_namespace(ObjectId const& id);

/// The packed names of the tables that a table is a partition of or inherits from.
std::vector<std::string> parents_of(Object const& table);

}  // namespace lockstep::schema
