#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "apply/row_tables.hpp"
#include "pg/connection.hpp"

namespace lockstep::apply {

using RowValue = std::optional<std::string>;

/// A row of a live table. Its values are nobody's business: they are neither printed nor logged.
struct LiveRow {
    std::string table;  // packed names of the table that holds it: a partition, say
    std::string place;  // ctid: which row of the table it is, throughout a snapshot
    std::vector<RowValue> values;
};

/// Reads rows of a server, all of one read-only snapshot.
class LiveRows {
public:
    explicit LiveRows(std::string const& url);

    /// Up to so many rows of the table. Throws pg::Error where it cannot be read, after which the
    /// next one can.
    std::vector<LiveRow> first(RowTable const& table, std::size_t most);
    /// The rows of the reference's target, whose columns to read are given, that have these values
    /// in the referenced columns.
    std::vector<LiveRow> referenced(RowReference const& reference, bool target_is_partitioned,
                                    std::vector<std::string> const& columns,
                                    std::vector<std::vector<RowValue>> const& keys);

private:
    std::vector<LiveRow> read(Sql const& query, std::vector<pg::Parameter> const& parameters);

    pg::Connection connection_;
    pg::Transaction transaction_;
};

}  // namespace lockstep::apply
