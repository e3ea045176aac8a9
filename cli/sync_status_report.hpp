#pragma once

#include <span>
#include <string>

#include "relay/status.hpp"

namespace lockstep::cli {

/// What `sync status` prints, for people or as JSON (docs/schemas/sync-status.json).
std::string status_text(relay::StatusFacts const& facts, relay::SetupOptions const& options,
                        std::span<relay::Finding const> findings);
std::string status_json(relay::StatusFacts const& facts, relay::SetupOptions const& options,
                        std::span<relay::Finding const> findings, bool on_one_line);

}  // namespace lockstep::cli
