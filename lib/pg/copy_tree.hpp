#pragma once

#include <filesystem>
#include <optional>

#include "pg/process.hpp"

namespace lockstep::pg {

/// Copies a folder with all below it (folders and plain files, with their modes), as the user's own
/// if one is given. Blocks are shared where the file system can (reflink). Throws
/// std::system_error.
void copy_tree(std::filesystem::path const& from, std::filesystem::path const& to,
               std::optional<User> user);

}  // namespace lockstep::pg
