#include "sides.hpp"

#include "rename_hints.hpp"

namespace lockstep::cli {

Sides load_sides(Session& session, std::string const& from_text, std::string const& to_text,
                 Drift& drift, bool dependencies) {
    auto const from = session.open(from_text);
    auto const to = session.open(to_text);
    auto options = session.load_options();
    options.dependencies = dependencies;
    Sides sides{.from_name = from->name(),
                .to_name = to->name(),
                .from_is_server = from->is_server(),
                .from_url = from->url(),
                .renames = rename_hints(from->directives())};
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
    auto const more = rename_hints(to->directives());
    sides.renames.insert(sides.renames.end(), more.begin(), more.end());
    return sides;
}

ExitCode report_difference(Session& session, Sides const& sides, Drift& drift,
                           ReportFlags const& flags) {
    drift.report.from = sides.from_name;
    drift.report.to = sides.to_name;
    drift.report.is_check = false;
    drift.report.fail_on = session.fail_on(flags.fail_on);
    drift.compare(session, *sides.from, *sides.to, sides.renames);
    return deliver(session, drift.report, flags);
}

}  // namespace lockstep::cli
