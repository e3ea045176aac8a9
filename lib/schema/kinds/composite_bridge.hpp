#pragma once

#include "schema/kind.hpp"

namespace lockstep::schema::composite {

/// A cast from the type that is put aside to the new one, attribute by attribute. PostgreSQL
/// applies it inside of arrays, domains and other rows, too. Nothing where no value is of the type.
Statements bridge(Alteration const& change, Object const& aside);
Statements end_bridge(Alteration const& change, Object const& aside);

}  // namespace lockstep::schema::composite
