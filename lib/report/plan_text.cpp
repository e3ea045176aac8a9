#include <algorithm>
#include <map>
#include <tuple>

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

std::string what_of(Hazard const& hazard) {
    if (hazard.kind == HazardKind::lock) {
        return fmt::format("{} on {}", hazard.detail, hazard.on);
    }
    auto const* const between = hazard.detail.empty() || hazard.on.empty() ? "" : " ";
    return fmt::format("{}{}{}", hazard.on, between,
                       hazard.detail.empty() ? "" : fmt::format("({})", hazard.detail));
}

/// `lock                ACCESS EXCLUSIVE on public.orders, public.lines`.
std::string line_of(HazardKind kind, std::string const& what, Style const& style) {
    constexpr std::size_t width = 22;  // the longest name and a blank
    auto const padded = fmt::format("{:<{}}", plan::info(kind).name, what.empty() ? 0 : width);
    return fmt::format("        {}{}\n", is_grave(kind) ? style.red(padded) : style.yellow(padded),
                       shown_on_one_line(what));
}

bool belong_together(Hazard const& one, Hazard const& other) {
    return one.kind == other.kind && one.detail == other.detail &&
           (one.kind == HazardKind::lock || one.detail.empty());
}

/// Hazards of one kind stand in one line.
std::string lines_of(std::vector<Hazard> hazards, Style const& style) {
    std::stable_sort(hazards.begin(), hazards.end(), [](Hazard const& a, Hazard const& b) {
        return std::tie(a.kind, a.detail) < std::tie(b.kind, b.detail);
    });
    std::string text;
    for (std::size_t i = 0; i < hazards.size();) {
        auto const& first = hazards[i];
        auto what = what_of(first);
        for (++i; i < hazards.size() && belong_together(first, hazards[i]); ++i) {
            what += ", " + hazards[i].on;
        }
        text += line_of(first.kind, what, style);
    }
    return text;
}

std::string text_of(plan::Statement const& statement, Style const& style) {
    auto text = fmt::format("    {}\n", replace_all(shown(statement.text.text()), "\n", "\n    "));
    return text + lines_of(statement.hazards, style);
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
