#pragma once

#include "pg/process.hpp"

namespace lockstep::tests {

/// SIGKILL to a server and all of its children, at once. A backend notices where it waits that its
/// postmaster is gone, but not where it waits for more of the log in a slot that is polled: one
/// such would stay, and keep the next postmaster out.
void kill_family(pg::Process& parent);

}  // namespace lockstep::tests
