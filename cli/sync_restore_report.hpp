#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "relay/restore.hpp"

namespace lockstep::cli {

/// What came of a restore that was applied.
struct RestoreOutcome {
    std::int64_t transaction = 0;  // that undid it: what `sync restore --undo` takes
    std::size_t left_over = 0;     // rows that are not as they were, all the same
};

/// For people, with the first statements of each kind and table.
void print_restore_plan(relay::Restore& restore);
/// All statements, for psql.
void print_restore_script(relay::Restore& restore);
/// As docs/schemas/restore.json says: the plan, and what came of it where it was applied.
std::string restore_as_json(relay::Restore& restore, std::optional<RestoreOutcome> const& outcome);

}  // namespace lockstep::cli
