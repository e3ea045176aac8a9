#pragma once

#include <map>

#include "plan/fate.hpp"

namespace lockstep::plan {

/// What puts back the comments that a new type of a column takes, by the object in `to`. PostgreSQL
/// makes the indexes, keys and checks of the column anew; those that a table has from one above it
/// lose their comments, and indexes get that of the one above (ATPostAlterTypeParse() in
/// commands/tablecmds.c keeps only those of the topmost).
std::map<Index, Statements> lost_comments(Matched const& matched, Fate const& fate);

}  // namespace lockstep::plan
