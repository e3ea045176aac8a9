#pragma once

#include "schema/kinds/alter.hpp"
#include "schema/kinds/column.hpp"

namespace lockstep::schema::column {

/// `ALTER TABLE`, or `ALTER FOREIGN TABLE`, for the table of a column.
Sql alter_table_of(Object const& column, Schema const& schema);
/// `ALTER TABLE public.t ALTER COLUMN c`, in it and all tables below it.
Sql alter_with_descendants(Alteration const& alteration);
/// `ALTER TABLE ONLY public.t ALTER COLUMN c`.
Sql alter_only(Alteration const& alteration);

}  // namespace lockstep::schema::column
