#pragma once

#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "plan/kept.hpp"

namespace lockstep::apply {

/// The number of rows of a table and a hash over the values of some columns, in whatever order the
/// rows stand.
struct RowPrint {
    std::string rows;
    std::string hash;

    bool operator==(RowPrint const&) const = default;
};

/// A table's print by its names and columns before or after a plan.
enum class Side { before, after };

std::vector<RowPrint> row_prints(pg::Connection& connection,
                                 std::vector<plan::KeptTable> const& tables, Side side);

/// A sentence for each table that is not what it was.
std::vector<std::string> broken_promises(std::vector<plan::KeptTable> const& tables,
                                         std::vector<RowPrint> const& before,
                                         std::vector<RowPrint> const& after);

/// What is kept by both, one after the other, as the names are at the start.
std::vector<plan::KeptTable> kept_there_and_back(std::vector<plan::KeptTable> const& there,
                                                 std::vector<plan::KeptTable> const& back);

}  // namespace lockstep::apply
