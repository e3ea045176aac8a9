#pragma once

#include <vector>

#include "policy/finding.hpp"
#include "source/source.hpp"

namespace lockstep::cli {

/// Fills in who changed what was found to differ, where the database keeps a journal of DDL
/// (`sync setup --journal`).
void tell_who_changed(source::Source const& database, source::LoadOptions const& options,
                      std::vector<policy::Finding>& findings);

}  // namespace lockstep::cli
