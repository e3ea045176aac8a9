#pragma once

#include <optional>

#include "sql/sql.hpp"

namespace lockstep::plan {

/// How a statement that runs outside transactions goes on after it was cut off. All is worked out
/// from its text, so that a plan that is read from a script knows it, too.
struct Resumption {
    Sql done;      // a query for one boolean: has it been done?
    Sql leftover;  // a query for one boolean: is there what a run that was cut off has left?
    Sql cleanup;   // what takes the leftover away; outside transactions, too
};

/// Nothing for a statement that can only be run and fail: it is repeated as it is.
std::optional<Resumption> resumption(Sql const& statement);

/// Is it a statement outside transactions whose waiting for locks keeps no reader or writer out?
/// Builds and drops of indexes are; a timeout would only have them begin anew.
bool waits_patiently(Sql const& statement);

}  // namespace lockstep::plan
