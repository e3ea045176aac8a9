#pragma once

#include <span>
#include <string_view>

#include "plan/lock.hpp"

namespace lockstep::plan {

/// What a statement does besides locking; several may be joined by `|`.
enum Effect : unsigned {
    nothing = 0,
    rewrites = 1U << 0,
    scans = 1U << 1,
    can_fail = 1U << 2,
    needs_superuser = 1U << 3,
    breaks_code = 1U << 4,
    replicates = 1U << 5,
    loses_rows = 1U << 6,
    /// Scans and fails only without NOT VALID.
    unless_not_valid = 1U << 7,
    /// The kind of column, type or options decides: see statement_facts.cpp.
    adds_column = 1U << 8,
    changes_type = 1U << 9,
    sets_options = 1U << 10,
    makes = 1U << 11,
    attaches = 1U << 12,
    detaches = 1U << 13,
};

/// One form of statements, or of the actions of ALTER TABLE.
struct StatementRule {
    /// Keywords in lower case; besides them `[word]`: may stand there; `?`: names, passed over;
    /// `@`: a relation that is locked; `#`: an index that is locked, and its table; `~`: a relation
    /// that `other` locks; `%`: a column, whose relation is locked; `...`: all up to the next word.
    std::string_view form;
    LockMode mode = LockMode::none;
    unsigned effects = nothing;
    LockMode other = LockMode::none;
};

/// The first rule that fits is the one.
std::span<StatementRule const> statement_rules();
/// Of the actions of ALTER TABLE; here `mode` is for the table itself.
std::span<StatementRule const> table_action_rules();

}  // namespace lockstep::plan
