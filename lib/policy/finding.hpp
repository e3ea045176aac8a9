#pragma once

#include <optional>
#include <string>

#include "diff/change.hpp"
#include "schema/schema.hpp"

namespace lockstep::policy {

/// Worst last, so that they compare.
enum class Severity { ignore, low, medium, high, critical };

std::string_view to_string(Severity severity);
std::optional<Severity> severity_from(std::string_view name);

/// Who changed an object of the database last, as its journal of DDL says.
struct ChangedBy {
    std::string user;       // "ann"; empty: not known
    std::string time;       // "2026-11-22 07:40:12 UTC"
    std::string lsn;        // "0/16B3748"
    std::string statement;  // "ALTER TABLE"
};

/// A change that policy has judged.
struct Finding {
    diff::Change change;
    Severity severity = Severity::medium;
    std::string
        rule;  // "column_modified", "table_comment_modified": as in sync_rules.severity_levels
    std::string accepted;  // the reason why it is accepted for now; empty: it is not
    std::string why;       // why the severity is what it is, a sentence
    ChangedBy changed_by = {};
    // What was compared, where a report is of several comparisons.
    schema::Schema const* from = nullptr;
    schema::Schema const* to = nullptr;
};

}  // namespace lockstep::policy
