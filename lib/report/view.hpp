#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "report/report.hpp"
#include "report/unified_diff.hpp"

namespace lockstep::report {

/// How the old and the new value of a finding are best shown.
enum class Layout {
    none,    // an object that is there on one side only
    values,  // one line each
    items,   // a list: what was removed and added
    body,    // several lines: a unified diff
};

/// A finding as it is told to people.
struct Item {
    policy::Finding const* finding = nullptr;
    std::string subject;   // "column total"; empty where the group's own object is meant
    std::string headline;  // "type differs", "is missing in the database"
    Layout layout = Layout::none;
    std::string old_text;  // values: "numeric(12,2)", "none", "yes"; body: the whole
    std::string new_text;
    std::vector<Edit> items;  // only what was removed or added
    std::size_t same_items = 0;
    std::optional<TextPlace> place;  // of the definition

    /// "column total: type differs", "column total is missing in the database".
    std::string sentence(std::string_view group_title) const;
};

/// All findings of an object and of what is part of it, worst first.
struct Group {
    std::string kind;   // "table"
    std::string title;  // "table public.orders"
    policy::Severity worst = policy::Severity::ignore;
    std::optional<TextPlace> place;
    std::vector<Item> items;
};

/// A report arranged for people. Points into the report.
struct View {
    std::vector<Group> groups;            // without accepted findings, worst first
    std::vector<Group> accepted;          // those accepted for now
    std::string from_label;               // "definitions", or "from"
    std::string to_label;                 // "database", or "to"
    std::array<std::size_t, 5> counts{};  // by severity, without the accepted ones
    std::size_t findings = 0;
    std::size_t accepted_count = 0;
    bool in_step() const { return findings == 0; }
};

View view_of(Report const& report);

/// "last changed by ann at 2026-11-22 07:40:12 UTC: ALTER TABLE, at 0/16B3748"; empty where that is
/// not known.
std::string changed_by_line(policy::Finding const& finding);

/// Where the definition of the changed object stands, or of what it is part of.
std::optional<TextPlace> place_of(Report const& report, policy::Finding const& finding);

/// "3 findings in 2 objects: 1 critical, 2 low; 1 more is accepted for now".
std::string summary(View const& view);
/// "postgresql://app@db/shop is not in step with schema/".
std::string title(Report const& report, View const& view);
/// "3 objects of kinds that are not tracked: 2 casts, 1 language"; empty when there are none.
std::string untracked_line(Report const& report);
/// "table public.a may have been renamed: table public.b, table public.c".
std::string ambiguous_line(diff::AmbiguousRename const& rename);

/// "table public.orders", "function public.total(integer)": kind and SQL identity.
std::string display_name(schema::Object const& object);
/// A value on one line: items of a list with commas, "yes" and "no" for a flag, "none" for nothing.
std::string value_text(schema::Property const& property, schema::Value const& value);

}  // namespace lockstep::report
