#pragma once

#include <vector>

#include "schema/schema.hpp"

namespace lockstep::plan {

/// The objects of a schema in an order in which they can be created: each behind what it needs
/// (Object::needs), and otherwise by kind and name, so that the same schema gives the same order.
/// Where needs go round in a circle, the object that is first by kind goes first. Objects that come
/// with another one (columns) stand for it.
std::vector<schema::Object const*> creation_order(schema::Schema const& schema);

}  // namespace lockstep::plan
