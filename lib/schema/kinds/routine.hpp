#pragma once

#include "schema/kinds/common.hpp"

// What functions, procedures and aggregates share.
namespace lockstep::schema {

/// `public.total(integer, text)`.
Sql routine_identity(Object const& routine);
/// Does PostgreSQL take these arguments in CREATE OR REPLACE? Names of inputs cannot change, nor
/// defaults be taken away, nor what is put out be another.
bool can_replace_arguments(Object const& before, Object const& after);
/// Of routines the name stands before the arguments.
Statements rename_routine(Object const& before, Object const& after);
/// The items of a list of identifiers, quoted where they were, as string constants.
Sql quoted_list(std::string_view value);
/// The name of a setting, which may have a dot.
Sql setting_name(std::string_view name);

}  // namespace lockstep::schema
