#pragma once

#include "schema/kinds/common.hpp"

// How tables and columns that are made anew get what the old ones hold.
namespace lockstep::schema {

namespace table {

/// Sequences of identities are named for the table, and would keep the name.
Statements free_names(Object const& before, Object const& aside, Schema const& from);
Statements take_over(TakeOver const& change);

}  // namespace table

namespace column {

bool can_take_over(Alteration const& alteration);
Statements take_over(TakeOver const& change);

}  // namespace column

}  // namespace lockstep::schema
