#pragma once

#include <array>
#include <string_view>

#include "sql/sql.hpp"

namespace lockstep::relay {

struct Setting {
    std::string_view name;
    std::string_view value;
};

/// Under which a server prints values as the history holds them, and reads them back.
inline constexpr std::array value_settings{
    Setting{"datestyle", "ISO"},          Setting{"timezone", "UTC"},
    Setting{"intervalstyle", "postgres"}, Setting{"bytea_output", "hex"},
    Setting{"extra_float_digits", "1"},   Setting{"lc_monetary", "C"},
};

/// Sets them until the transaction's end.
Sql set_value_settings();

}  // namespace lockstep::relay
