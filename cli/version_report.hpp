#pragma once

#include <string>
#include <vector>

#include "recorded_versions.hpp"
#include "report/shown.hpp"

namespace lockstep::cli {

/// A line each, the newest first.
std::string versions_as_text(std::vector<store::Version> const& list, report::Style const& style,
                             std::size_t width);
/// docs/schemas/versions.json, the newest first.
std::string versions_as_json(std::vector<store::Version> const& list);

/// Who changed what, and when; the newest first, as they are given.
std::string changes_as_text(std::vector<VersionChanges> const& list, report::Style const& style);
std::string changes_as_json(std::vector<VersionChanges> const& list);

/// "2 tables, 1 view": what stands by itself in a schema.
std::string summary_of(schema::Schema const& schema);

}  // namespace lockstep::cli
