#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "diff/change.hpp"
#include "pg/connection.hpp"
#include "schema/schema.hpp"

namespace lockstep::apply {

/// Which rows go into the copy that a plan is rehearsed on.
struct RowSettings {
    std::size_t most = 0;  // of each table; 0: none at all
    std::string live_url;  // the start of the plan; empty where it is no server
};

/// What came of it.
struct Filling {
    std::size_t rows = 0;
    std::vector<std::string> notes;  // a sentence for each table that could not be filled
    std::set<std::string> made_up;   // packed names of tables whose rows are
};

/// Puts rows into a copy of `from`: those of the live server, with the rows that they reference (by
/// the foreign keys of `from` and by those that `to` will have); and made-up ones where there are
/// none. The constraints of `from` hold afterwards.
Filling fill_with_rows(pg::Connection& copy, schema::Schema const& from, schema::Schema const& to,
                       diff::DiffOptions const& options, RowSettings const& settings);

}  // namespace lockstep::apply
