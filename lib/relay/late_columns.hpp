#pragma once

#include <string_view>
#include <vector>

#include "pg/connection.hpp"

namespace lockstep::relay {

/// A column of the relay's tables that a setup of an earlier program did not make.
struct LateColumn {
    std::string_view table;  // in the schema `lockstep`
    std::string_view column;
    std::string_view definition;  // SQL

    Sql add() const;
};

/// Those that are missing in tables that are there.
std::vector<LateColumn> missing_columns(pg::Connection& history);

/// Throws Error(not_found), with `sync setup` as the next step, where one is missing.
void require_all_columns(pg::Connection& history);

}  // namespace lockstep::relay
