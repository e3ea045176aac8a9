#pragma once

#include <string>

#include "diff/change.hpp"

namespace lockstep::tests {

/// What is wrong when `back` should be `there` the other way round (added and removed, from and to
/// exchanged): the changes that only one of them has, a line each. Nothing when all is well.
std::string not_mirrored(diff::Changes const& there, diff::Changes const& back);

}  // namespace lockstep::tests
