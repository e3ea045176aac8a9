#pragma once

#include <string>
#include <vector>

#include "policy/finding.hpp"

namespace lockstep::policy {

/// `rule` and `name` are globs: "column_*" on "public.orders.*".
struct SeverityRule {
    std::string rule;
    std::string name = "*";
    Severity severity = Severity::medium;
};

/// Known drift that is silenced until it expires. Matches one finding by its fingerprint.
struct Accepted {
    std::string finding;  // as `fingerprint(Finding)` gives
    std::string object;   // for people: "column public.orders.total"
    std::string reason;
    std::string expires;  // "2026-12-31", or empty
};

struct Policy {
    std::vector<SeverityRule>
        severities;  // the last one that matches wins; the defaults stand before
    std::vector<Accepted> accepted;
    std::string today;  // "2026-11-21": the core reads no clock
};

/// `definitions → database`: "added" is what the database has and the definitions lack.
/// Findings of severity `ignore` are left out. Sorted worst first, then by object.
std::vector<Finding> judge(diff::Changes const& changes, Policy const& policy);

/// What a finding is known by in `sync_rules.accepted`: 16 hexadecimal digits over the object, the
/// rule, the property and both values.
std::string fingerprint(Finding const& finding);

/// The entries that accept those findings which are not accepted yet (`check --accept REASON`).
std::vector<Accepted> accept_all(std::vector<Finding> const& findings, std::string const& reason,
                                 std::string const& expires);

/// "table_added", "column_modified", "table_comment_modified", "grant_removed",
/// "enum_values_renamed" (one value) …
std::string rule_name(diff::Change const& change);

/// The names of all rules that there are: what the patterns of a config are held against. For each
/// kind `…_added`, `…_removed`, `…_renamed`, `…_modified` (which stands for all of the kind), and
/// `…_<property>_modified`.
std::vector<std::string> rule_names();

}  // namespace lockstep::policy
