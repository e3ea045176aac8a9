#pragma once

#include <string>

#include "session.hpp"

namespace lockstep::cli {

struct RelaySetupFlags {
    std::string database;
    bool dry_run = false;
    bool fix = false;
    bool full_identity = false;
    bool journal = false;
    bool no_journal = false;
    std::string wait = "1min";
};

/// `sync setup` without --control: what the relay needs.
ExitCode set_up_relay(Session& session, RelaySetupFlags const& flags);

}  // namespace lockstep::cli
