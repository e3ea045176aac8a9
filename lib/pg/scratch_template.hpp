#pragma once

#include "pg/scratch_folder.hpp"
#include "pg/scratch_server.hpp"

namespace lockstep::pg {

/// Fills `folder.data()` with what initdb makes: copied from the user's cache, where one copy for
/// each exact version is kept, or made now and put there.
void fill_data_folder(ScratchFolder const& folder, Installation const& installation,
                      std::optional<User> user);

}  // namespace lockstep::pg
