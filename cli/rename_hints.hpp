#pragma once

#include <span>
#include <vector>

#include "diff/change.hpp"
#include "source/source.hpp"

namespace lockstep::cli {

/// The renames that `-- lockstep: rename [KIND] OLD to NEW` tells of; other directives are not
/// ours. A bare NEW stands in OLD's place, and a name without its schema in `public`. Without a
/// kind it may be any. Throws ParseError at the directive that begins so and goes on otherwise.
std::vector<diff::RenameHint> rename_hints(std::span<source::Directive const> directives);

}  // namespace lockstep::cli
