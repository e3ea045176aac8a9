#include <nlohmann/json.hpp>

#include "report/plan_report.hpp"

// The form is described in docs/schemas/plan.json; a change that readers would notice raises the
// version there and here.
namespace lockstep::report {

namespace {

using Json = nlohmann::ordered_json;

constexpr int version = 1;

Json hazard_of(plan::Hazard const& hazard) {
    Json json{{"kind", plan::info(hazard.kind).name}};
    if (!hazard.on.empty()) {
        json["on"] = hazard.on;
    }
    if (hazard.kind == plan::HazardKind::lock) {
        json["mode"] = hazard.detail;
    } else if (!hazard.detail.empty()) {
        json["detail"] = hazard.detail;
    }
    return json;
}

Json statement_of(plan::Statement const& statement) {
    auto hazards = Json::array();
    for (auto const& hazard : statement.hazards) {
        hazards.push_back(hazard_of(hazard));
    }
    return {{"sql", statement.text.text()},
            {"about", statement.about},
            {"hazards", std::move(hazards)}};
}

Json step_of(plan::Step const& step) {
    auto statements = Json::array();
    for (auto const& statement : step.statements) {
        statements.push_back(statement_of(statement));
    }
    return {{"in_transaction", step.in_transaction}, {"statements", std::move(statements)}};
}

}  // namespace

std::string plan_as_json(plan::Plan const& plan, PlanHeading const& heading) {
    auto steps = Json::array();
    for (auto const& step : plan.steps) {
        steps.push_back(step_of(step));
    }
    Json const json{{"format", "lockstep/plan"}, {"version", version},
                    {"from", heading.from},      {"to", heading.to},
                    {"proof", heading.proof},    {"online", heading.online},
                    {"steps", std::move(steps)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lockstep::report
