#include "policy/rules.hpp"

#include <algorithm>
#include <set>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "base/text.hpp"
#include "policy/judge.hpp"
#include "schema/kind.hpp"

using namespace lockstep;
using namespace lockstep::policy;

namespace {

/// The rules of findings: `table_modified` only stands for others.
std::vector<std::string> names_of_findings() {
    auto names = rule_names();
    std::erase_if(names, [](std::string const& name) {
        return std::ranges::any_of(schema::kinds(), [&](schema::Kind const* kind) {
            return name == replace_all(std::string(kind->name), " ", "_") + "_modified";
        });
    });
    return names;
}

bool speaks_of(DefaultRule const& rule, std::string const& name) {
    return matches_glob(rule.rule, name);
}

}  // namespace

TEST_CASE("every default rule speaks of a finding that there can be") {
    auto const names = names_of_findings();
    for (auto const& rule : default_rules()) {
        CAPTURE(rule.rule);
        CHECK(std::ranges::any_of(names, [&](auto const& name) { return speaks_of(rule, name); }));
    }
}

TEST_CASE("no default rule is overruled in all that it speaks of") {
    auto const names = names_of_findings();
    auto const rules = default_rules();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        CAPTURE(rules[i].rule);
        CHECK(std::ranges::any_of(names, [&](auto const& name) {
            return speaks_of(rules[i], name) &&
                   std::none_of(rules.begin() + static_cast<std::ptrdiff_t>(i) + 1, rules.end(),
                                [&](auto const& later) {
                                    return later.when == nullptr && speaks_of(later, name);
                                });
        }));
    }
}

TEST_CASE("whatever a finding is, it has a severity and a reason without a condition") {
    for (auto const& name : names_of_findings()) {
        CAPTURE(name);
        CHECK(std::ranges::any_of(default_rules(), [&](auto const& rule) {
            return rule.when == nullptr && speaks_of(rule, name) && !rule.why.empty() &&
                   rule.severity != Severity::ignore;
        }));
    }
}

TEST_CASE("a kind that a default rule names by its first words is one that there is") {
    // What stands before the action, or before a property, in rules without a leading asterisk.
    for (auto const& rule : default_rules()) {
        CAPTURE(rule.rule);
        bool const names_kind =
            rule.rule.starts_with('*') ||
            std::ranges::any_of(schema::kinds(),
                                [&](schema::Kind const* kind) {
                                    return rule.rule.starts_with(
                                        replace_all(std::string(kind->name), " ", "_") + "_");
                                }) ||
            rule.rule == "text_search_*_removed";
        CHECK(names_kind);
    }
}

TEST_CASE("the names of rules are all different, and those of the kinds are among them") {
    auto const names = rule_names();
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
    for (std::string const name :
         {"enum_added", "table_modified", "column_type_modified", "materialized_view_renamed",
          "table_comment_modified", "enum_values_renamed", "grant_removed"}) {
        CAPTURE(name);
        CHECK(std::ranges::count(names, name) == 1);
    }
}
