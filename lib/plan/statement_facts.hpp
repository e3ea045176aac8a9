#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/statement_rules.hpp"

namespace lockstep::plan {

/// A lock that a statement takes, by what stands in its text.
struct StatementLock {
    std::string on;  // packed names: a relation; with `of_index` an index, whose table it is, too
    LockMode mode = LockMode::none;
    bool of_index = false;

    bool operator==(StatementLock const&) const = default;
};

/// What is known of a statement from its text alone, without the schema and the server.
struct StatementFacts {
    std::vector<StatementLock> locks;
    std::string about;   // packed names: the relation that the effects are on
    std::string column;  // of an action on a column
    std::string added_constraint;
    std::string dropped_constraint;
    std::string renamed_to;      // packed: what `about` is called afterwards
    unsigned effects = nothing;  // of Effect, without those that say "see statement_facts.cpp"
    bool is_new = false;         // it makes `about`
    bool is_only = false;        // ONLY: what is below the table is left alone
    bool changes_type = false;   // whether that rewrites depends on the old type
    bool adds_column = false;
    bool detaches = false;
    bool attaches = false;  // scans unless a constraint says what the bound says
    bool is_known = false;  // there is a rule for it
};

/// It knows tokens, not the grammar of one version: what PostgreSQL 13 to 18 take passes, and what
/// no rule is about has no facts.
StatementFacts facts_of(std::string_view statement);

}  // namespace lockstep::plan
