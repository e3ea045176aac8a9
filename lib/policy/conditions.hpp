#pragma once

#include "diff/change.hpp"

// What some default rules ask of a change besides its name. "Before" are the definitions, "after"
// is the database.
namespace lockstep::policy {

bool is_switched_on(diff::Change const& change);
bool is_switched_off(diff::Change const& change);
/// Do all values of the defined type fit into the database's?
bool is_widened(diff::Change const& change);
/// A column that an INSERT must name.
bool is_required_column(diff::Change const& change);
/// A primary key, unique constraint or foreign key.
bool is_key(diff::Change const& change);
bool is_no_key(diff::Change const& change);
bool is_unique(diff::Change const& change);
/// Does the database's list lack items of the definitions'? Has it others besides?
bool has_fewer_items(diff::Change const& change);
bool has_more_items(diff::Change const& change);
bool is_restrictive(diff::Change const& change);
bool is_permissive(diff::Change const& change);

}  // namespace lockstep::policy
