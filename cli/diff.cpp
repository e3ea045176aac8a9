#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/error.hpp"
#include "base/files.hpp"
#include "drift.hpp"
#include "plan_output.hpp"
#include "sides.hpp"

namespace lockstep::cli {

namespace {

struct DiffFlags {
    std::string from;
    std::string to;
    LoadFlags load;
    ReportFlags report;
    std::vector<std::string> allowed;
    PlanFlags plan;
    ProofFlags proof;
    std::string revert;
};

bool is_script(std::string_view file) {
    return file.ends_with(".sql");
}

/// Is a script of the plan wanted, on stdout or in a file?
bool wants_script(ReportFlags const& flags) {
    return flags.format == sql_format ||
           std::any_of(flags.outputs.begin(), flags.outputs.end(), is_script);
}

ExitCode print_plan(Session& session, Sides const& sides, DiffFlags const& flags) {
    auto const& format = flags.report.format;
    bool const online = flags.plan.variant.is_online(session, sides.from_is_server);
    // What is refused as a script is shown all the same.
    auto const allowed = wants_script(flags.report) ? flags.allowed : hazard_names();
    auto const made = make_proved_plan(session, sides,
                                       {.allowed = allowed,
                                        .online = online,
                                        .revert = !flags.revert.empty(),
                                        .proof = flags.proof});
    for (auto const& file : flags.report.outputs) {
        write_file(file, plan_for_file(file, made.plan, online));
    }
    if (format == sql_format) {
        deliver_plan(session, made, flags.revert);
    } else {
        session.progress().clear();
        print_plan_report(made.plan, online, format);
        refuse_what_is_not_allowed(made.plan.plan, flags.allowed);
    }
    return made.plan.plan.empty() ? ExitCode::done : ExitCode::found;
}

ExitCode diff_sources(Globals const& globals, DiffFlags const& flags) {
    Session session(globals, flags.load);
    Drift drift;
    bool const plans = flags.plan.plan || flags.report.format == sql_format;
    if (plans) {
        check_plan_formats(flags.report.format, flags.report.outputs);
    } else if (wants_script(flags.report)) {
        throw Error(ExitCode::bad_input, "a file of SQL holds a plan, and none was asked for",
                    "Ask for one with --plan or --format sql.");
    } else if (flags.proof.sample_rows > 0) {
        throw Error(ExitCode::bad_input, "--sample-rows is for plans, and none was asked for",
                    "Ask for one with --plan or --format sql.");
    }
    auto const sides = load_sides(session, flags.from, flags.to, drift, plans);
    if (plans) {
        return print_plan(session, sides, flags);
    }
    return report_difference(session, sides, drift, flags.report);
}

}  // namespace

Run configure_diff(CLI::App& app) {
    auto const flags = std::make_shared<DiffFlags>();
    app.add_option("FROM", flags->from, "The schema to start from")
        ->type_name("SOURCE")
        ->required();
    app.add_option("TO", flags->to, "The schema to arrive at")->type_name("SOURCE")->required();
    add_report_options(app, flags->report, {std::string(sql_format)});
    add_plan_options(app, flags->plan);
    add_allow_option(app, flags->allowed);
    add_proof_options(app, flags->proof);
    app.add_option("--revert", flags->revert,
                   "Write the plan back, which is proved as well, into the file; with - it is "
                   "printed instead of the plan")
        ->type_name("FILE");
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return diff_sources(globals, *flags); };
}

}  // namespace lockstep::cli
