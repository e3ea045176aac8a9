#include <nlohmann/json.hpp>

#include "policy/judge.hpp"
#include "report/renderers.hpp"
#include "report/view.hpp"

// The form is described in docs/schemas/drift-report.json; a change that readers would notice
// raises the version there and here.
namespace lockstep::report {

namespace {

using Json = nlohmann::ordered_json;

constexpr int version = 1;

std::string_view action_name(diff::Action action) {
    switch (action) {
        case diff::Action::added:
            return "added";
        case diff::Action::removed:
            return "removed";
        case diff::Action::modified:
            return "modified";
        case diff::Action::renamed:
            break;
    }
    return "renamed";
}

Json names_of(schema::ObjectId const& id) {
    auto names = Json::array();
    for (auto const name : id.names.items()) {
        names.push_back(name);
    }
    return names;
}

Json object_of(schema::Object const* object) {
    if (object == nullptr) {
        return nullptr;
    }
    return {{"kind", object->id.kind->name},
            {"names", names_of(object->id)},
            {"identity", identity(*object).text()}};
}

/// What is renamed is one item of a list, and stands for itself.
Json value_of(diff::Change const& change, schema::Value const& value) {
    bool const is_item = change.action == diff::Action::renamed;
    switch (is_item ? schema::Shape::text : change.property->shape) {
        case schema::Shape::flag:
            return !value.empty();
        case schema::Shape::list: {
            auto list = Json::array();
            for (auto const item : value.list().items()) {
                list.push_back(item);
            }
            return list;
        }
        case schema::Shape::text:
            break;
    }
    return value.empty() ? Json(nullptr) : Json(value.text());
}

Json finding_of(Report const& report, Group const& group, Item const& item) {
    auto const& finding = *item.finding;
    auto const& change = finding.change;
    Json json{{"fingerprint", policy::fingerprint(finding)},
              {"rule", finding.rule},
              {"severity", policy::to_string(finding.severity)},
              {"fails", fails(report, finding)},
              {"action", action_name(change.action)},
              {"group", group.title},
              {"message", item.sentence(group.kind)},
              {"before", object_of(change.before)},
              {"after", object_of(change.after)}};
    if (change.property != nullptr) {
        json["property"] = change.property->name;
        json["old_value"] = value_of(change, change.old_value);
        json["new_value"] = value_of(change, change.new_value);
    }
    if (item.place) {
        json["place"] = {{"file", item.place->file}, {"line", item.place->line}};
    }
    if (change.follows != nullptr) {
        json["follows"] = object_of(change.follows);
    }
    if (!finding.why.empty()) {
        json["why"] = finding.why;
    }
    if (auto const& by = finding.changed_by; !by.user.empty()) {
        json["changed_by"] = {
            {"user", by.user}, {"time", by.time}, {"lsn", by.lsn}, {"statement", by.statement}};
    }
    if (!finding.accepted.empty()) {
        json["accepted"] = finding.accepted;
    }
    return json;
}

Json findings_of(Report const& report, View const& view) {
    auto list = Json::array();
    for (auto const* const groups : {&view.groups, &view.accepted}) {
        for (auto const& group : *groups) {
            for (auto const& item : group.items) {
                list.push_back(finding_of(report, group, item));
            }
        }
    }
    return list;
}

Json summary_of(View const& view) {
    Json json{{"findings", view.findings}, {"accepted", view.accepted_count}};
    for (auto const severity : {policy::Severity::critical, policy::Severity::high,
                                policy::Severity::medium, policy::Severity::low}) {
        json[std::string(policy::to_string(severity))] =
            view.counts[static_cast<std::size_t>(severity)];
    }
    return json;
}

Json ambiguous_of(Report const& report) {
    auto list = Json::array();
    for (auto const& rename : report.ambiguous) {
        auto candidates = Json::array();
        for (auto const* const candidate : rename.candidates) {
            candidates.push_back(object_of(candidate));
        }
        list.push_back({{"before", object_of(rename.before)}, {"candidates", candidates}});
    }
    return list;
}

Json untracked_of(Report const& report) {
    auto list = Json::array();
    for (auto const& untracked : report.untracked) {
        list.push_back({{"what", untracked.what}, {"count", untracked.count}});
    }
    return list;
}

Json next_steps_of(Report const& report) {
    auto list = Json::array();
    for (auto const& step : report.next_steps) {
        list.push_back({{"about", step.about}, {"command", step.command}});
    }
    return list;
}

}  // namespace

std::string render_json(Report const& report, TextOptions const&) {
    auto const view = view_of(report);
    Json const json{{"format", "lockstep/drift-report"},
                    {"version", version},
                    {"tool_version", report.tool_version},
                    {"time", report.time},
                    {"command", report.is_check ? "check" : "diff"},
                    {"from", report.from},
                    {"to", report.to},
                    {"in_step", view.in_step()},
                    {"fail_on", policy::to_string(report.fail_on)},
                    {"fails", fails(report)},
                    {"summary", summary_of(view)},
                    {"findings", findings_of(report, view)},
                    {"ambiguous_renames", ambiguous_of(report)},
                    {"untracked", untracked_of(report)},
                    {"warnings", report.warnings},
                    {"next_steps", next_steps_of(report)}};
    // A database in SQL_ASCII may hold names that are no UTF-8.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lockstep::report
