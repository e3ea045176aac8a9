#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

#include "relay/lsn.hpp"
#include "sql/sql.hpp"

namespace lockstep::relay {

/// A whole number as the server prints it; 0 for anything else.
inline std::int64_t to_number(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// A place as the server prints it; 0/0 for anything else.
inline Lsn to_lsn(std::string_view text) {
    return parse_lsn(text).value_or(Lsn{});
}

inline Sql lsn_literal(Lsn lsn) {
    return sql("{}::pg_lsn", literal(to_string(lsn)));
}

}  // namespace lockstep::relay
