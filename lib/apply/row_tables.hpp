#pragma once

#include <string>
#include <vector>

#include "diff/change.hpp"
#include "schema/schema.hpp"
#include "sql/sql.hpp"

namespace lockstep::apply {

/// A foreign key as rows see it.
struct RowReference {
    std::string target;                   // packed names of what it references
    std::vector<std::string> columns;     // of the table itself
    std::vector<std::string> referenced;  // of the target, in the same order
    bool holds = false;                   // it is there, and all rows obey it
};

/// A table that holds rows of its own: no partitioned one, but each of its partitions.
struct RowTable {
    std::string names;  // packed
    Sql name;           // "public"."orders", without those who inherit from it
    std::string root;   // the topmost table that it is a partition of, or itself; packed
    std::vector<std::string> columns;      // those that a row can bring along
    std::vector<RowReference> references;  // its own, its parents', and those that are to come
    std::vector<std::string> expressions;  // of checks and bounds: what rows must be like
    std::vector<std::string> not_valid{};  // checks that new rows must obey, and old ones need not

    /// Is it this, or a partition of this?
    bool is_part_of(std::string const& names_of_whole) const;
    std::vector<std::string> wholes;  // that it is a partition of, itself first; packed
};

/// The tables of `from` that rows are stored in. `to` tells of foreign keys that there will be.
std::vector<RowTable> row_tables(schema::Schema const& from, schema::Schema const& to,
                                 diff::DiffOptions const& options);

/// `a, b`, quoted.
Sql columns_of(std::vector<std::string> const& columns);
/// `t.a, t.b`.
Sql columns_of(Sql const& table, std::vector<std::string> const& columns);

}  // namespace lockstep::apply
