#pragma once

#include <span>
#include <string>
#include <string_view>

#include "pg/connection.hpp"
#include "relay/source_tables.hpp"

namespace lockstep::relay {

// wal2json knows no publications: it tells of all tables but those that its option "filter-tables"
// names. So these are the ones that the publication does not hold at the moment. A table that is
// made later is told of until the list is made anew: rather too much than too little.

/// The value of that option (wal2json's README, "Parameters"): a list of `schema.table`, in which a
/// backslash takes a sign for itself; what is in the schema lockstep, and these tables.
std::string wal2json_filter(std::span<TableName const> left_out);

/// Tables whose rows the publication does not hold, by itself or by what they are a partition of:
/// schema and name, in this order. Refused (42704) where there is no such publication.
Sql unpublished_tables(std::string_view publication);
/// Takes its rows.
std::vector<TableName> read_table_names(pg::Rows const& rows);
/// The option as it is for this publication now.
std::string read_wal2json_filter(pg::Connection& source, std::string_view publication);

}  // namespace lockstep::relay
