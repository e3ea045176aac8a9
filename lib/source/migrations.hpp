#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::source {

/// Of the files of a migrations folder, those that are run to get to the newest schema, in the
/// order in which their tool would: no `.down.sql`, no Flyway undo (`U1__x.sql`), Flyway's
/// repeatable ones
/// (`R__x.sql`) last, numbers in names as numbers.
std::vector<std::string> replay_order(std::vector<std::string> paths);

/// The text with all but its upward part blanked out, so that places stay what they are: of
/// dbmate's
/// `-- migrate:up`, goose's `-- +goose Up`, sql-migrate's `-- +migrate Up` and our own
/// `-- lockstep: up`. Text without such marks is all upward.
std::string upward_part(std::string_view text);

}  // namespace lockstep::source
