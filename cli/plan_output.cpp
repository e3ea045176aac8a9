#include "plan_output.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "report/plan_report.hpp"

namespace lockstep::cli {

namespace {

/// Hazards that nobody meets unless they say so.
constexpr auto refused = std::to_array({plan::HazardKind::data_loss});

/// Of plans, by the ending of the file; empty where there is none such.
std::string_view format_of(std::string_view file) {
    struct Ending {
        std::string_view ending;
        std::string_view format;
    };
    static constexpr auto endings =
        std::to_array<Ending>({{".sql", sql_format}, {".json", "json"}, {".txt", "text"}});
    auto const* const at = std::find_if(endings.begin(), endings.end(), [&](Ending const& ending) {
        return file.ends_with(ending.ending);
    });
    return at == endings.end() ? std::string_view() : at->format;
}

std::string plan_report(plan::PlanFile const& plan, bool online, std::string_view format,
                        report::Style const& style) {
    report::PlanHeading const heading{plan.from.name, plan.to.name, plan.proof, online};
    return format == "json" ? report::plan_as_json(plan.plan, heading)
                            : report::plan_as_text(plan.plan, heading, style);
}

}  // namespace

std::vector<std::string> hazard_names() {
    std::vector<std::string> names;
    for (auto const& row : plan::hazard_kinds()) {
        names.emplace_back(row.name);
    }
    return names;
}

namespace {

std::string hint_for(plan::HazardKind kind) {
    auto const* const look = kind == plan::HazardKind::data_loss
                                 ? "Look whether a rename is meant (-- lockstep: rename), or allow"
                                 : "Allow";
    return fmt::format("{} it with --allow {}.", look, plan::info(kind).name);
}

}  // namespace

void add_plan_options(CLI::App& app, PlanFlags& flags) {
    app.add_flag("--plan", flags.plan,
                 "Print the plan rather than the report: its statements with their hazards "
                 "(--format text or json)");
    add_online_options(app, flags.variant);
}

void add_online_options(CLI::App& app, OnlineFlags& flags) {
    auto* const online = app.add_flag(
        "--online", flags.online,
        "Plan so that others can go on using the tables; the default where FROM is a server");
    app.add_flag("--no-online", flags.offline,
                 "Plan in as few transactions as possible, with stronger locks")
        ->excludes(online);
}

void refuse_what_is_not_allowed(plan::Plan const& plan, std::vector<std::string> const& allowed) {
    for (auto const kind : refused) {
        auto const name = plan::info(kind).name;
        if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) {
            continue;
        }
        std::string text;
        for (auto const& statement : plan.statements()) {
            if (statement.has(kind)) {
                text += fmt::format("\n  {}", statement.text.text());
            }
        }
        if (!text.empty()) {
            throw Error(ExitCode::refused, fmt::format("the plan holds {}:{}", name, text),
                        hint_for(kind));
        }
    }
}

void check_plan_formats(std::string_view format, std::vector<std::string> const& files) {
    if (format != "text" && format != "json" && format != sql_format) {
        throw Error(ExitCode::bad_input, fmt::format("a plan is not printed as {}", format),
                    "With --plan use --format text, json or sql.");
    }
    for (auto const& file : files) {
        if (format_of(file).empty()) {
            throw Error(ExitCode::bad_input,
                        fmt::format("a plan is not written into {}", printable(file)),
                        "The ending says the format: .txt, .json or .sql.");
        }
    }
}

std::string plan_for_file(std::string_view file, plan::PlanFile const& plan, bool online) {
    auto const format = format_of(file);
    return format == sql_format ? plan::to_text(plan)
                                : plan_report(plan, online, format, report::Style{});
}

void print_plan_report(plan::PlanFile const& plan, bool online, std::string_view format) {
    print(plan_report(plan, online, format, stdout_style()));
}

}  // namespace lockstep::cli
