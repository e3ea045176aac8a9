#pragma once

#include <string>
#include <vector>

#include "code/definitions.hpp"

namespace lockstep::tests {

/// A line each: `OrganizationRow 3: id str, name str?` with the line of the class (`?` is what may
/// be none), `Mood 2 mood: GOOD=good` for an enum with its name in the database, `const TBL 1:
/// TUNE=tune`, and problems with their place.
std::string shown(code::Definitions const& definitions);

/// What read_typescript makes of one file, a.ts, and of several.
std::string shown_typescript(std::string text);
std::string shown_typescript(std::vector<code::SourceFile> const& files);

}  // namespace lockstep::tests
