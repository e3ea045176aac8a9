#pragma once

#include "pg/scratch_server.hpp"

namespace lockstep::pg {

/// The one to use. Throws Error(not_found) when there is none, or when the one that the user named
/// is none.
Installation choose_installation(ScratchOptions const& options);

}  // namespace lockstep::pg
