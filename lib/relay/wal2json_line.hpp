#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "relay/message.hpp"
#include "schema/json_tokens.hpp"

namespace lockstep::relay {

/// One line of wal2json, format 2, with what it may hold; what a line of its action must hold is
/// there. Texts lie in the line, or in `arena` where they were escaped.
struct Wal2jsonLine {
    /// One of "columns", "identity", "pk".
    struct Column {
        std::string_view name;
        Oid type = 0;
        std::optional<Cell> cell;  // "pk" has none
    };

    char action = '\0';  // one of BCIUDTM
    std::optional<std::uint32_t> xid;
    std::optional<PgTime> timestamp;
    std::optional<Lsn> lsn;
    std::optional<Lsn> next_lsn;
    std::optional<std::string_view> schema;
    std::optional<std::string_view> table;
    std::optional<std::vector<Column>> columns;
    std::optional<std::vector<Column>> identity;
    std::optional<std::vector<Column>> primary_key;
    std::optional<bool> transactional;
    std::optional<std::string_view> prefix;
    std::optional<std::string_view> content;
};

/// Throws DecodeError. `arena` is emptied first; the line refers to it.
Wal2jsonLine read_wal2json_line(std::string_view text, std::string& arena);

}  // namespace lockstep::relay
