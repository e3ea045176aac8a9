#pragma once

#include <optional>
#include <string_view>

#include "relay/lsn.hpp"

namespace lockstep::relay {

// What `COPY (SELECT lsn, data …) TO STDOUT (FORMAT binary)` sends (PostgreSQL manual, "COPY",
// "Binary Format"); numbers in network byte order:
//
//   header   "PGCOPY\n\377\r\n\0", flags:4, length:4 of an extension, that
//   a row    2:2 the number of its fields, 8:4, lsn:8, length:4, data
//   the end  -1:2
//
// A message holds one row, or the end; the first of them has the header before it.

/// A message of the output plugin, as the functions of SQL give it.
struct PolledRow {
    Lsn lsn;
    std::string_view data;
};

/// Nothing: the end, or the header alone. Throws DecodeError. The result refers to `message`.
std::optional<PolledRow> read_polled_row(std::string_view message);

}  // namespace lockstep::relay
