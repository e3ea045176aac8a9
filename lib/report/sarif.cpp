#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "policy/judge.hpp"
#include "report/renderers.hpp"
#include "report/view.hpp"

// SARIF 2.1.0 (OASIS), with what GitHub's code scanning asks for besides: a region for each
// location, and partial fingerprints, by which it recognises a finding from run to run.
namespace lockstep::report {

namespace {

using Json = nlohmann::ordered_json;
using policy::Severity;

constexpr std::string_view schema_url = "https://json.schemastore.org/sarif-2.1.0.json";

std::string_view level_of(Severity severity) {
    return severity >= Severity::high ? "error" : severity == Severity::medium ? "warning" : "note";
}

/// A path as a relative URI: what RFC 3986 does not allow in a path is percent-encoded.
std::string uri_of(std::string_view path) {
    constexpr std::string_view plain = "-._~/!$&'()*+,;=@";
    std::string uri;
    for (auto const c : path) {
        bool const letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || plain.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return uri;
}

std::string message_of(View const& view, Group const& group, Item const& item) {
    auto text = item.subject.empty()
                    ? item.sentence(group.title)
                    : fmt::format("{}, {}", group.title, item.sentence(group.title));
    if (item.layout == Layout::values) {
        text += fmt::format(" ({}: {}; {}: {})", view.from_label, item.old_text, view.to_label,
                            item.new_text);
    }
    for (auto const& edit : item.items) {
        text += fmt::format("\n{} {}", edit.kind == Edit::Kind::remove ? '-' : '+', edit.text);
    }
    if (item.layout == Layout::body) {
        for (auto const& line : unified_diff(item.old_text, item.new_text)) {
            text += "\n" + line;
        }
    }
    return text;
}

Json location_of(Group const& group, Item const& item) {
    auto const& object = item.finding->change.object();
    Json location{
        {"logicalLocations", Json::array({{{"name", object.name()},
                                           {"fullyQualifiedName", identity(object).text()},
                                           {"kind", group.kind}}})}};
    if (item.place) {
        Json artifact{{"uri", uri_of(item.place->file)}};
        if (!item.place->file.starts_with('/')) {
            artifact["uriBaseId"] = "%SRCROOT%";
        }
        location["physicalLocation"] = {{"artifactLocation", artifact},
                                        {"region", {{"startLine", item.place->line}}}};
    }
    return location;
}

/// The rules that the report speaks of, sorted; a result names one by its index.
std::vector<std::string> rules_of(Report const& report) {
    std::vector<std::string> rules;
    for (auto const& finding : report.findings) {
        rules.push_back(finding.rule);
    }
    std::sort(rules.begin(), rules.end());
    rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
    return rules;
}

Json rule_json(std::string const& rule) {
    auto words = rule;
    std::replace(words.begin(), words.end(), '_', ' ');
    return {{"id", rule},
            {"name", rule},
            {"shortDescription", {{"text", "Schema drift: " + words}}},
            {"properties", {{"tags", Json::array({"schema-drift"})}}}};
}

Json result_of(View const& view, std::vector<std::string> const& rules, Group const& group,
               Item const& item) {
    auto const& finding = *item.finding;
    auto const index = std::lower_bound(rules.begin(), rules.end(), finding.rule) - rules.begin();
    Json result{{"ruleId", finding.rule},
                {"ruleIndex", index},
                {"level", level_of(finding.severity)},
                {"message", {{"text", message_of(view, group, item)}}},
                {"locations", Json::array({location_of(group, item)})},
                {"partialFingerprints", {{"lockstep/v1", policy::fingerprint(finding)}}},
                {"properties", {{"severity", policy::to_string(finding.severity)}}}};
    if (!finding.accepted.empty()) {
        result["suppressions"] =
            Json::array({{{"kind", "external"}, {"justification", finding.accepted}}});
    }
    return result;
}

Json notifications_of(Report const& report) {
    auto list = Json::array();
    auto const add = [&](std::string const& text) {
        list.push_back({{"level", "warning"}, {"message", {{"text", text}}}});
    };
    for (auto const& warning : report.warnings) {
        add(warning);
    }
    if (auto const untracked = untracked_line(report); !untracked.empty()) {
        add(untracked);
    }
    return list;
}

}  // namespace

std::string render_sarif(Report const& report, TextOptions const&) {
    auto const view = view_of(report);
    auto const rules = rules_of(report);
    auto rule_list = Json::array();
    for (auto const& rule : rules) {
        rule_list.push_back(rule_json(rule));
    }
    auto results = Json::array();
    for (auto const* const groups : {&view.groups, &view.accepted}) {
        for (auto const& group : *groups) {
            for (auto const& item : group.items) {
                results.push_back(result_of(view, rules, group, item));
            }
        }
    }
    Json const driver{{"name", "lockstep"},
                      {"version", report.tool_version},
                      {"semanticVersion", report.tool_version},
                      {"rules", rule_list}};
    Json const invocation{{"executionSuccessful", true},
                          {"endTimeUtc", report.time},
                          {"toolExecutionNotifications", notifications_of(report)}};
    Json const run{{"tool", {{"driver", driver}}},
                   {"invocations", Json::array({invocation})},
                   {"columnKind", "unicodeCodePoints"},
                   {"results", results}};
    Json const sarif{{"$schema", schema_url}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
    return sarif.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lockstep::report
