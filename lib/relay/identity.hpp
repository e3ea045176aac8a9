#pragma once

#include <span>
#include <vector>

#include "relay/source_tables.hpp"

namespace lockstep::relay {

/// What changes of published tables tell of the rows as they were.
struct IdentityReport {
    /// As soon as such a table is published, the server refuses UPDATE and DELETE of it. Partitions
    /// each by itself.
    std::vector<SourceTable> without;
    /// Old values are told of the key alone.
    std::vector<SourceTable> key_only;
};

IdentityReport look_at_identity(std::span<SourceTable const> all,
                                std::span<TableName const> published);

/// How each of them comes to tell which row it was: by a suitable unique index, else by all of the
/// row. Locks the table against everything for a moment; nothing is rewritten.
Statements give_identity(std::span<SourceTable const> without);
/// REPLICA IDENTITY FULL, so that old values are told of all columns.
Statements give_full_identity(std::span<SourceTable const> tables);

}  // namespace lockstep::relay
