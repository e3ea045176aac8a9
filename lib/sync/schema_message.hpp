#pragma once

#include <string>

#include "sync/plan_change.hpp"
#include "sync/target.hpp"

namespace lockstep::sync {

/// What the WAL of a target is told of a change, in its very transaction (a logical message
/// `lockstep.schema`): {"project", "change", "version", "fingerprint", "tables": all of the
/// project, "changed": those that are others than before, or gone}. Tables are "namespace.name".
std::string schema_message(AppliedChange const& change, std::string const& fingerprint,
                           PlannedChange const& planned, std::string const& name_space);

}  // namespace lockstep::sync
