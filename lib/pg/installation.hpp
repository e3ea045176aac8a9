#pragma once

#include <string>

#include "pg/scratch_server.hpp"

namespace lockstep::pg {

/// "postgres (PostgreSQL) 15.20 (Debian …)", or nothing when the program does not run.
std::optional<std::string> version_text(std::filesystem::path const& bin);

/// The one to use. Throws Error(not_found) when there is none, or when the one that the user named
/// is none.
Installation choose_installation(ScratchOptions const& options);

}  // namespace lockstep::pg
