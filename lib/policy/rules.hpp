#pragma once

#include <span>
#include <string>
#include <string_view>

#include "policy/finding.hpp"

namespace lockstep::policy {

/// One row of the table of default severities. `rule` is a glob over rule names.
struct DefaultRule {
    std::string_view rule;
    Severity severity = Severity::medium;
    std::string_view why;
    /// Holds only for these changes; null: for all.
    bool (*when)(diff::Change const&) = nullptr;
};

/// The defaults, general ones first: the last that matches wins.
std::span<DefaultRule const> default_rules();

/// The table as the page docs/severities.md.
std::string severities_page();

/// Does every value of the one type fit into the other, without loss?
bool fits_into(std::string_view type, std::string_view other);

}  // namespace lockstep::policy
