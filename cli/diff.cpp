#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "drift.hpp"
#include "output.hpp"
#include "plan/plan.hpp"
#include "rename_hints.hpp"
#include "version.hpp"

namespace lockstep::cli {

namespace {

constexpr std::string_view sql_format = "sql";
constexpr std::string_view data_loss = "data-loss";

struct DiffFlags {
    std::string from;
    std::string to;
    LoadFlags load;
    ReportFlags report;
    std::vector<std::string> allowed;
};

/// Both schemas, and the renames that their sources tell of.
struct Sides {
    schema::Schema* from = nullptr;
    schema::Schema* to = nullptr;
    std::vector<diff::RenameHint> renames;
};

Sides load_sides(Session& session, DiffFlags const& flags, Drift& drift) {
    auto const from = session.open(flags.from);
    auto const to = session.open(flags.to);
    drift.report.from = from->name();
    drift.report.to = to->name();
    auto options = session.load_options();
    options.dependencies = flags.report.format == sql_format;
    Sides sides;
    // A server first: SQL files are then loaded by a server of its version.
    constexpr int per_major = 10'000;
    if (from->is_server() || !to->is_server()) {
        sides.from = &drift.keep(from->load(options));
        options.server_major = sides.from->server_version / per_major;
    }
    sides.to = &drift.keep(to->load(options));
    if (sides.from == nullptr) {
        options.server_major = sides.to->server_version / per_major;
        sides.from = &drift.keep(from->load(options));
    }
    sides.renames = rename_hints(from->directives());
    auto const more = rename_hints(to->directives());
    sides.renames.insert(sides.renames.end(), more.begin(), more.end());
    return sides;
}

ExitCode print_plan(Session const& session, Drift const& drift, Sides const& sides,
                    std::vector<std::string> const& allowed) {
    plan::PlanOptions options{.diff = session.diff_options()};
    auto& renames = options.diff.renames;
    renames.insert(renames.end(), sides.renames.begin(), sides.renames.end());
    auto const plan = plan::make_plan(*sides.from, *sides.to, options);
    auto const statements = plan.statements();
    auto const loss = std::find_if(statements.begin(), statements.end(), [](auto const& statement) {
        return statement.has(plan::HazardKind::data_loss);
    });
    if (loss != statements.end() &&
        std::find(allowed.begin(), allowed.end(), data_loss) == allowed.end()) {
        throw Error(ExitCode::refused, fmt::format("the plan loses data: {}", loss->text.text()),
                    "Look whether a rename is meant (-- lockstep: rename), or allow it with "
                    "--allow data-loss.");
    }
    print(plan::to_script(plan, fmt::format("From {} to {}, by lockstep {}", drift.report.from,
                                            drift.report.to, tool_version)));
    return plan.empty() ? ExitCode::done : ExitCode::found;
}

ExitCode diff_sources(Globals const& globals, DiffFlags const& flags) {
    Session session(globals, flags.load);
    Drift drift;
    auto const sides = load_sides(session, flags, drift);
    if (flags.report.format == sql_format) {
        return print_plan(session, drift, sides, flags.allowed);
    }
    drift.report.is_check = false;
    drift.report.fail_on = session.fail_on(flags.report.fail_on);
    drift.compare(session, *sides.from, *sides.to, sides.renames);
    return deliver(session, drift.report, flags.report);
}

}  // namespace

Run configure_diff(CLI::App& app) {
    auto const flags = std::make_shared<DiffFlags>();
    app.add_option("FROM", flags->from, "The schema to start from")
        ->type_name("SOURCE")
        ->required();
    app.add_option("TO", flags->to, "The schema to arrive at")->type_name("SOURCE")->required();
    add_report_options(app, flags->report, {std::string(sql_format)});
    one_of(app.add_option("--allow", flags->allowed,
                          "A hazard that the SQL may hold; else it is refused"),
           {std::string(data_loss)});
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return diff_sources(globals, *flags); };
}

}  // namespace lockstep::cli
