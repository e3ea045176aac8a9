#pragma once

#include <string>

#include "session.hpp"
#include "store/versions.hpp"

namespace lockstep::cli {

/// The versions that this repository keeps.
store::Versions versions_of(Session const& session);

/// Who runs this: what was said (`--who`), or the author that git would name, or the login name.
std::string who_runs(Session const& session, std::string const& said = {});

/// Records a schema, which was loaded with its dependencies, unless it is that of the newest
/// version.
store::Recorded record_version(Session const& session, schema::Schema const& schema,
                               std::string const& who = {});

/// What has changed in a version since the one before, a sentence each; nothing in the first.
struct VersionChanges {
    store::Version version;
    std::vector<std::string> changes;
};

VersionChanges changes_of(store::Versions const& versions, std::vector<store::Version> const& list,
                          unsigned number);

}  // namespace lockstep::cli
