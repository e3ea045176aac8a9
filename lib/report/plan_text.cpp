#include <map>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/plan_report.hpp"

namespace lockstep::report {

namespace {

using plan::Hazard;
using plan::HazardKind;

std::string counted(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

bool is_grave(HazardKind kind) {
    return kind == HazardKind::data_loss || kind == HazardKind::blocks_reads;
}

/// `lock                ACCESS EXCLUSIVE on public.orders`.
std::string line_of(Hazard const& hazard, Style const& style) {
    constexpr std::size_t width = 22;  // the longest name and a blank
    auto const name = plan::info(hazard.kind).name;
    auto const* const between = hazard.detail.empty() || hazard.on.empty() ? "" : " ";
    auto const what =
        hazard.kind == HazardKind::lock
            ? fmt::format("{} on {}", hazard.detail, hazard.on)
            : fmt::format("{}{}{}", hazard.on, between,
                          hazard.detail.empty() ? "" : fmt::format("({})", hazard.detail));
    auto const padded = fmt::format("{:<{}}", name, what.empty() ? 0 : width);
    return fmt::format("        {}{}\n",
                       is_grave(hazard.kind) ? style.red(padded) : style.yellow(padded),
                       shown_on_one_line(what));
}

std::string text_of(plan::Statement const& statement, Style const& style) {
    auto text = fmt::format("    {}\n", replace_all(shown(statement.text.text()), "\n", "\n    "));
    for (auto const& hazard : statement.hazards) {
        text += line_of(hazard, style);
    }
    return text;
}

}  // namespace

std::string summary(plan::Plan const& plan) {
    std::map<HazardKind, std::size_t> counts;
    auto const statements = plan.statements();
    for (auto const& statement : statements) {
        for (auto const& hazard : statement.hazards) {
            ++counts[hazard.kind];
        }
    }
    auto text = fmt::format("{} in {}", counted(statements.size(), "statement"),
                            counted(plan.steps.size(), "step"));
    auto const* separator = "; ";
    for (auto const& [kind, count] : counts) {
        text += fmt::format("{}{} {}", separator, plan::info(kind).name, count);
        separator = ", ";
    }
    return text;
}

std::string plan_as_text(plan::Plan const& plan, PlanHeading const& heading, Style const& style) {
    auto text = fmt::format("From {} to {}\n", style.bold(shown_on_one_line(heading.from)),
                            style.bold(shown_on_one_line(heading.to)));
    if (plan.empty()) {
        return text + "\nNothing to change.\n";
    }
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        auto const& step = plan.steps[i];
        text += fmt::format("\n{}, {}\n", style.bold(fmt::format("Step {}", i + 1)),
                            step.in_transaction ? "in a transaction" : "outside a transaction");
        for (auto const& statement : step.statements) {
            text += text_of(statement, style);
        }
    }
    return text + fmt::format("\n{}; {}\n", summary(plan), shown_on_one_line(heading.proof));
}

}  // namespace lockstep::report
