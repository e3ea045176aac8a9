#include "drift.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/files.hpp"
#include "output.hpp"
#include "version.hpp"

namespace lockstep::cli {

namespace {

/// A rename is told from old to new; whether the database or the definitions are ahead is what the
/// comparison finds out.
diff::DiffOptions in_both_directions(diff::DiffOptions options) {
    auto const told = options.renames;
    for (auto const& hint : told) {
        options.renames.push_back({.kind = hint.kind, .from = hint.to, .to = hint.from});
    }
    return options;
}

/// Every file is rendered before the first is written: an error leaves none.
void write_outputs(report::Report const& report, std::vector<std::string> const& files) {
    std::vector<std::string> texts;
    for (auto const& file : files) {
        texts.push_back(report::renderer_for_file(file)->render(report, {}));
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
        write_file(files[i], texts[i]);
    }
}

/// A run in a hook that finds nothing, or only what was accepted, says nothing; on a terminal one
/// line is welcome.
bool is_worth_printing(report::Report const& report, ReportFlags const& flags,
                       Globals const& globals) {
    bool const finds_something =
        std::any_of(report.findings.begin(), report.findings.end(),
                    [](policy::Finding const& finding) { return finding.accepted.empty(); });
    bool const says_something =
        finds_something || !report.untracked.empty() || !report.warnings.empty();
    return flags.format != "text" || says_something || (stdout_is_terminal() && !globals.quiet);
}

}  // namespace

schema::Schema& Drift::keep(schema::Schema schema) {
    schemas.push_back(std::move(schema));
    auto& kept = schemas.back();
    report.schemas.push_back(&kept);
    report.warnings.insert(report.warnings.end(), kept.warnings.begin(), kept.warnings.end());
    for (auto const& untracked : kept.untracked) {
        auto const same = std::find_if(report.untracked.begin(), report.untracked.end(),
                                       [&](auto const& one) { return one.what == untracked.what; });
        if (same == report.untracked.end()) {
            report.untracked.push_back(untracked);
        } else {
            // Both sides may have them; the same objects are not counted twice.
            same->count = std::max(same->count, untracked.count);
        }
    }
    return kept;
}

void Drift::compare(Session const& session, schema::Schema const& from, schema::Schema const& to,
                    std::vector<diff::RenameHint> const& renames, std::string const& cap) {
    auto options = session.diff_options();
    options.renames.insert(options.renames.end(), renames.begin(), renames.end());
    changes.push_back(diff::diff(from, to, in_both_directions(std::move(options))));
    auto found = policy::judge(changes.back(), session.policy());
    for (auto& finding : found) {
        // The rules say what it means that a database differs from its definitions.
        if (!report.is_check && finding.change.follows == nullptr) {
            finding.why.clear();
        }
        if (auto const highest = policy::severity_from(cap)) {
            finding.severity = std::min(finding.severity, *highest);
        }
        finding.from = &from;
        finding.to = &to;
        report.findings.push_back(std::move(finding));
    }
    std::stable_sort(report.findings.begin(), report.findings.end(),
                     [](auto const& a, auto const& b) { return a.severity > b.severity; });
    report.ambiguous.insert(report.ambiguous.end(), changes.back().ambiguous.begin(),
                            changes.back().ambiguous.end());
    report.time = now_text();
    report.tool_version = tool_version;
}

ExitCode deliver(Session& session, report::Report const& report, ReportFlags const& flags) {
    write_outputs(report, flags.outputs);
    session.progress().clear();
    if (is_worth_printing(report, flags, session.globals())) {
        print(report::find_renderer(flags.format)->render(report, stdout_look()));
    }
    bool const refused = flags.strict && (!report.untracked.empty() || !report.warnings.empty());
    if (refused) {
        note(session.globals(), report.untracked.empty()
                                    ? "--strict: there are warnings"
                                    : "--strict: there are objects of kinds that are not tracked");
    }
    return report::fails(report) || refused ? ExitCode::found : ExitCode::done;
}

}  // namespace lockstep::cli
