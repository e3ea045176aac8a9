#pragma once

#include <cstddef>
#include <string>

#include "apply/made_up_values.hpp"
#include "apply/row_tables.hpp"

namespace lockstep::apply {

/// Makes rows up that a table of the copy takes, by trying: what its constraints refuse is made in
/// another way. The second row is null wherever it may be.
class MadeUpRows {
public:
    explicit MadeUpRows(pg::Connection& copy) : copy_(copy), values_(copy) {}

    struct Made {
        std::size_t rows = 0;
        std::string why_none;  // what stood in the way of the first one
    };
    Made make(RowTable const& table, std::size_t most);

private:
    pg::Connection& copy_;
    MadeUpValues values_;
};

}  // namespace lockstep::apply
