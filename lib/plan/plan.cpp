#include "plan/plan.hpp"

#include <fmt/core.h>

#include "plan/hazards_of.hpp"
#include "plan/making.hpp"
#include "plan/transactions.hpp"
#include "plan/writer.hpp"

namespace lockstep::plan {

using namespace schema;

Plan make_plan(Schema const& from, Schema const& to, PlanOptions const& options) {
    Matched const matched(from, to, options.diff);
    Fate const fate(matched);
    auto statements = write_statements(matched, fate, options.online);
    if (!statements.empty()) {
        add_hazards(statements, from, to);
    }
    return {grouped(std::move(statements))};
}

bool Statement::has(HazardKind kind) const {
    return std::any_of(hazards.begin(), hazards.end(),
                       [&](Hazard const& hazard) { return hazard.kind == kind; });
}

std::vector<Statement> Plan::statements() const {
    std::vector<Statement> all;
    for (auto const& step : steps) {
        all.insert(all.end(), step.statements.begin(), step.statements.end());
    }
    return all;
}

std::string to_script(Plan const& plan, std::string_view heading) {
    auto script = fmt::format("-- {}\n", heading);
    if (plan.empty()) {
        return script + "-- Nothing to change.\n";
    }
    for (auto const& setting : session_settings()) {
        script += fmt::format("{};\n", setting.text());
    }
    for (auto const& step : plan.steps) {
        script += step.in_transaction ? "\nBEGIN;\n" : "";
        for (auto const& statement : step.statements) {
            script += fmt::format("\n{};\n", statement.text.text());
        }
        script += step.in_transaction ? "\nCOMMIT;\n" : "";
    }
    return script;
}

}  // namespace lockstep::plan
