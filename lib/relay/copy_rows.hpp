#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "relay/lsn.hpp"

namespace lockstep::relay {

// Rows of change_history in the binary format of COPY (PostgreSQL manual, "COPY", "Binary Format"),
// in the order of the table's columns:
//
//   row    := fields:2 field*12
//   field  := length:4 (-1: NULL) bytes
//   uuid 16 bytes; bigint, pg_lsn, timestamptz 8 bytes, big end first; text as it is; jsonb a byte
//   of value 1, then its text

inline constexpr std::string_view copy_header{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};
inline constexpr std::string_view copy_trailer{"\377\377", 2};

/// What stands in a row besides its data; the LSN is filled in when the commit has come.
struct RowHead {
    std::int64_t epoch = 0;
    std::int64_t position = 0;
    std::string_view table_name;
    std::string_view operation;
    std::uint32_t transaction = 0;
    PgTime timestamp;
    std::string_view schema_version;
    std::string_view client_id;  // empty: NULL
};

/// JSON texts; empty: NULL.
struct RowData {
    std::string_view data;
    std::string_view old_data;
    std::string_view metadata;
};

void append_row(std::string& out, RowHead const& head, RowData const& data);

/// Writes the LSN into all rows from byte `from` on.
void set_lsn(std::string& rows, std::size_t from, Lsn lsn);

/// "2026-11-01": the first day of the month, in UTC.
std::string month_of(PgTime time);

}  // namespace lockstep::relay
