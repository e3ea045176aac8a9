#include <CLI/CLI.hpp>
#include <memory>

#include "base/error.hpp"
#include "drift.hpp"
#include "output.hpp"
#include "rename_hints.hpp"

namespace lockstep::cli {

namespace {

constexpr std::string_view sql_format = "sql";

struct DiffFlags {
    std::string from;
    std::string to;
    LoadFlags load;
    ReportFlags report;
};

ExitCode diff_sources(Globals const& globals, DiffFlags const& flags) {
    if (flags.report.format == sql_format) {
        throw Error(ExitCode::bad_input, "this version cannot write the SQL of a change yet",
                    "Plans come with the next version; until then, "
                    "`lockstep inspect TO --format sql` prints the whole schema.");
    }
    Session session(globals, flags.load);
    auto const from = session.open(flags.from);
    auto const to = session.open(flags.to);
    Drift drift;
    drift.report.is_check = false;
    drift.report.from = from->name();
    drift.report.to = to->name();
    drift.report.fail_on = session.fail_on(flags.report.fail_on);
    // A server first: SQL files are then loaded by a server of its version.
    constexpr int per_major = 10'000;
    schema::Schema* before = nullptr;
    if (from->is_server() || !to->is_server()) {
        before = &drift.keep(from->load(session.load_options()));
        session.prefer_server_major(before->server_version / per_major);
    }
    auto& after = drift.keep(to->load(session.load_options()));
    if (before == nullptr) {
        session.prefer_server_major(after.server_version / per_major);
        before = &drift.keep(from->load(session.load_options()));
    }
    auto renames = rename_hints(from->directives());
    auto const more = rename_hints(to->directives());
    renames.insert(renames.end(), more.begin(), more.end());
    drift.compare(session, *before, after, renames);
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
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return diff_sources(globals, *flags); };
}

}  // namespace lockstep::cli
