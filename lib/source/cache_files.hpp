#pragma once

#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.hpp"

namespace lockstep::source {

/// A folder of the user's cache. Nothing here ever fails a command: what cannot be read, is not
/// ours, or is damaged counts as absent (and is logged at level debug); what cannot be written is a
/// warning. Folders are readable by their owner alone, and so are files. Names are digests.
class CacheFiles {
public:
    /// `most` and `most_bytes` bound the folder: the files that were used longest ago are removed.
    CacheFiles(std::string_view folder, std::size_t most, std::uintmax_t most_bytes);

    /// The first `limit` bytes of an entry, or all.
    std::optional<std::string> read(Digest const& name, std::size_t limit = SIZE_MAX) const;
    void write(Digest const& name, std::string_view content) const;
    /// So that it is not the next to be removed.
    void touch(Digest const& name) const;

private:
    std::filesystem::path path(Digest const& name) const;
    void sweep() const;

    std::optional<std::filesystem::path> folder_;  // nothing: there is no cache
    std::size_t most_;
    std::uintmax_t most_bytes_;
};

/// The digest of several texts: each is preceded by its length, so that no two lists are alike.
Digest digest_of(std::initializer_list<std::string_view> parts);
Sha256& add_part(Sha256& hash, std::string_view part);

/// Which build of the tool, knowing which kinds, made an entry: another one's are not read.
std::string const& tool_identity();

}  // namespace lockstep::source
