#pragma once

#include <string_view>

#include "schema/schema.hpp"
#include "sql/sql.hpp"

namespace lockstep::schema {

/// The expression after USING that turns a column's values of one type into another's; empty where
/// ALTER TYPE needs none, as PostgreSQL assigns such values by itself, or fails on one that does
/// not fit. Equal types are a type and the one that is made anew under its name.
Sql conversion(Sql const& column, std::string_view before, std::string_view after);

/// The same, where the type may be made of a composite one: its rows are cast, as there is a bridge
/// from the old type to the one that is made anew.
Sql conversion(Sql const& column, std::string_view before, std::string_view after,
               Schema const& from, Schema const& to);

}  // namespace lockstep::schema
