#pragma once

#include <map>
#include <set>

#include "apply/live_rows.hpp"

namespace lockstep::apply {

/// Rows of the live tables, and what they reference.
struct LiveSample {
    std::map<std::string, std::vector<LiveRow>> rows;  // by the table's packed names
    std::map<std::string, std::string> unread;         // why a table could not be read, by names
    /// Tables of which not all referenced rows were read.
    std::set<std::string> cut_short;
};

/// Up to `most` rows of each table, and then the rows that these reference, and so on.
LiveSample sample_live_rows(LiveRows& live, std::vector<RowTable> const& tables, std::size_t most);

}  // namespace lockstep::apply
