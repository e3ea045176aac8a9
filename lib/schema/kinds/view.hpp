#pragma once

#include "schema/kinds/table.hpp"

namespace lockstep::schema {

/// The query of a view or materialized view, without the semicolon that pg_get_viewdef ends with.
Sql view_body(Object const& view);

}  // namespace lockstep::schema
