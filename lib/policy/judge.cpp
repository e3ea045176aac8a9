#include "policy/judge.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "policy/rules.hpp"
#include "schema/kind.hpp"

namespace lockstep::policy {

namespace {

using diff::Action;
using diff::Change;

constexpr auto severity_names =
    std::to_array<std::string_view>({"ignore", "low", "medium", "high", "critical"});

std::string_view to_string(Action action) {
    switch (action) {
        case Action::added:
            return "added";
        case Action::removed:
            return "removed";
        case Action::renamed:
            return "renamed";
        case Action::modified:
            break;
    }
    return "modified";
}

std::string underscored(std::string_view text) {
    return replace_all(std::string(text), " ", "_");
}

/// The rule that stands for all of the kind: "column_modified" for "column_type_modified". An
/// object that was renamed was modified, too.
std::string general_rule(Change const& change) {
    auto const action = change.action == Action::renamed ? Action::modified : change.action;
    return fmt::format("{}_{}", underscored(change.kind().name), to_string(action));
}

/// "public.orders.total", not quoted: what patterns of names are held against.
std::string plain_name(Change const& change) {
    std::string name;
    for (auto const part : change.object().id.names.items()) {
        name.append(name.empty() ? "" : ".").append(part);
    }
    return name;
}

void judge_by_default(Finding& finding) {
    for (auto const& rule : default_rules()) {
        if (matches_glob(rule.rule, finding.rule) &&
            (rule.when == nullptr || rule.when(finding.change))) {
            finding.severity = rule.severity;
            finding.why = rule.why;
        }
    }
    if (finding.change.follows != nullptr) {
        finding.severity = Severity::low;
        finding.why = fmt::format("it follows from the new name of {}",
                                  schema::to_string(finding.change.follows->id));
    }
}

void judge_by_config(Finding& finding, std::vector<SeverityRule> const& rules) {
    auto const general = general_rule(finding.change);
    auto const name = plain_name(finding.change);
    for (auto const& rule : rules) {
        bool const is_meant =
            matches_glob(rule.rule, finding.rule) || matches_glob(rule.rule, general);
        if (is_meant && matches_glob(rule.name, name)) {
            finding.severity = rule.severity;
            finding.why = fmt::format("the config says so: \"{}\"", rule.rule);
        }
    }
}

void accept(Finding& finding, Policy const& policy) {
    auto const known = fingerprint(finding);
    for (auto const& entry : policy.accepted) {
        if (entry.finding != known) {
            continue;
        }
        // Dates of the form 2026-12-31 sort as texts; the last day still counts.
        if (!entry.expires.empty() && entry.expires < policy.today) {
            finding.why +=
                fmt::format("; it was accepted until {}: {}", entry.expires, entry.reason);
            continue;
        }
        finding.accepted = entry.reason.empty() ? "no reason given" : entry.reason;
    }
}

}  // namespace

std::string_view to_string(Severity severity) {
    return severity_names[static_cast<std::size_t>(severity)];
}

std::optional<Severity> severity_from(std::string_view name) {
    auto const found = std::find(severity_names.begin(), severity_names.end(), name);
    if (found == severity_names.end()) {
        return std::nullopt;
    }
    return static_cast<Severity>(found - severity_names.begin());
}

std::string rule_name(Change const& change) {
    auto const kind = underscored(change.kind().name);
    if (change.property == nullptr) {
        return fmt::format("{}_{}", kind, to_string(change.action));
    }
    return fmt::format("{}_{}_{}", kind, change.property->name, to_string(change.action));
}

std::vector<std::string> rule_names() {
    std::vector<std::string> names;
    for (auto const* const kind : schema::kinds()) {
        auto const name = underscored(kind->name);
        for (auto const action :
             {Action::added, Action::removed, Action::renamed, Action::modified}) {
            names.push_back(fmt::format("{}_{}", name, to_string(action)));
        }
        for (auto const& property : kind->properties) {
            if (property.compare != schema::Compare::never) {
                names.push_back(fmt::format("{}_{}_modified", name, property.name));
            }
        }
    }
    // The one list whose items have a history of their own.
    names.emplace_back("enum_values_renamed");
    return names;
}

std::string fingerprint(Finding const& finding) {
    auto const& change = finding.change;
    std::string text(change.kind().name);
    for (auto const* const object : {change.before, change.after}) {
        text += '\n';
        text += object != nullptr ? object->id.names.packed() : std::string_view{};
    }
    text.append("\n").append(rule_name(change));
    for (auto const value : {change.old_value, change.new_value}) {
        // With its length, so that no two pairs of values run into one text.
        text += fmt::format("\n{}:", value.text().size());
        text += value.text();
    }
    return to_hex(sha256(text)).substr(0, 16);
}

std::vector<Accepted> accept_all(std::vector<Finding> const& findings, std::string const& reason,
                                 std::string const& expires) {
    std::vector<Accepted> accepted;
    for (auto const& finding : findings) {
        if (finding.accepted.empty()) {
            accepted.push_back({.finding = fingerprint(finding),
                                .object = schema::to_string(finding.change.object().id),
                                .reason = reason,
                                .expires = expires});
        }
    }
    return accepted;
}

std::vector<Finding> judge(diff::Changes const& changes, Policy const& policy) {
    std::vector<Finding> findings;
    for (auto const& change : changes.list) {
        Finding finding;
        finding.change = change;
        finding.rule = rule_name(change);
        judge_by_default(finding);
        judge_by_config(finding, policy.severities);
        accept(finding, policy);
        if (finding.severity != Severity::ignore) {
            findings.push_back(std::move(finding));
        }
    }
    std::stable_sort(findings.begin(), findings.end(),
                     [](Finding const& a, Finding const& b) { return a.severity > b.severity; });
    return findings;
}

}  // namespace lockstep::policy
