#pragma once

#include "schema/kinds/common.hpp"

// What functions, procedures and aggregates share.
namespace lockstep::schema {

/// `public.total(integer, text)`.
Sql routine_identity(Object const& routine);
/// The items of a list of identifiers, quoted where they were, as string constants.
Sql quoted_list(std::string_view value);
/// The name of a setting, which may have a dot.
Sql setting_name(std::string_view name);

}  // namespace lockstep::schema
