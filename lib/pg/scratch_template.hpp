#pragma once

#include "pg/scratch_folder.hpp"
#include "pg/scratch_server.hpp"

namespace lockstep::pg {

/// Fills `folder.data()` with what initdb makes: copied from the user's cache, where one copy for
/// each exact version is kept, or made now and put there. True when it was copied.
bool fill_data_folder(ScratchFolder const& folder, Installation const& installation,
                      std::optional<User> user);

/// Removes the copy from the cache, when it turned out to be of no use.
void forget_template(Installation const& installation);

}  // namespace lockstep::pg
