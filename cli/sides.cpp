#include "sides.hpp"

#include <fmt/core.h>

#include "base/error.hpp"
#include "rename_hints.hpp"

namespace lockstep::cli {

namespace {

/// Refuses what says too little for what is wanted.
void check_languages(source::Source const& from, source::Source const& to, bool for_a_plan) {
    for (auto const* const side : {&from, &to}) {
        if (for_a_plan && !side->language().empty()) {
            throw Error(ExitCode::bad_input,
                        fmt::format("{} speaks in terms of {}, which say too little for a plan",
                                    side->name(), side->language()),
                        "Compare without a plan, or name a source of SQL.");
        }
    }
    if (!from.language().empty() && !to.language().empty() && from.language() != to.language()) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{} speaks in terms of {}, and {} in those of {}", from.name(),
                                from.language(), to.name(), to.language()),
                    "Compare each with a database, or with a source of SQL.");
    }
}

/// Both sides in the terms of the one that has its own.
void translate(Sides& sides, source::Source& from, source::Source& to,
               source::LoadOptions const& options, Drift& drift) {
    bool const from_speaks = !from.language().empty();
    if (from_speaks == !to.language().empty()) {
        return;
    }
    auto& speaker = from_speaks ? from : to;
    auto translated = speaker.translated(from_speaks ? *sides.to : *sides.from, options);
    for (auto const& problem : translated->problems) {
        sides.problems.push_back(to_string(problem.place) + ": " + problem.message);
    }
    for (auto& pair : translated->pairs) {
        auto* const own = &drift.keep(std::move(pair.own));
        auto* const other = &drift.keep(std::move(pair.other));
        sides.translated.emplace_back(from_speaks ? own : other, from_speaks ? other : own);
    }
}

/// The schema of a source; of one that has terms of its own nothing yet.
schema::Schema* load(source::Source& source, source::Source const& other,
                     source::LoadOptions const& options, Drift& drift) {
    bool const is_translated = !source.language().empty() && other.language().empty();
    return is_translated ? nullptr : &drift.keep(source.load(options));
}

}  // namespace

Sides load_sides(Session& session, std::string const& from_text, std::string const& to_text,
                 Drift& drift, bool dependencies) {
    auto const from = session.open(from_text);
    auto const to = session.open(to_text);
    check_languages(*from, *to, dependencies);
    auto options = session.load_options();
    options.dependencies = dependencies;
    Sides sides{.from_name = from->name(),
                .to_name = to->name(),
                .from_is_server = from->is_server(),
                .from_url = from->url(),
                .renames = rename_hints(from->directives())};
    // A server first: SQL files are then loaded by a server of its version.
    constexpr int per_major = 10'000;
    bool const from_first = from->is_server() || !to->is_server();
    if (from_first) {
        sides.from = load(*from, *to, options, drift);
        options.server_major = sides.from == nullptr ? 0 : sides.from->server_version / per_major;
    }
    sides.to = load(*to, *from, options, drift);
    if (!from_first) {
        options.server_major = sides.to == nullptr ? 0 : sides.to->server_version / per_major;
        sides.from = load(*from, *to, options, drift);
    }
    translate(sides, *from, *to, options, drift);
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
    drift.report.warnings.insert(drift.report.warnings.end(), sides.problems.begin(),
                                 sides.problems.end());
    if (sides.translated.empty()) {
        drift.compare(session, *sides.from, *sides.to, sides.renames);
    }
    for (auto const& [from, to] : sides.translated) {
        drift.compare(session, *from, *to, sides.renames);
    }
    return deliver(session, drift.report, flags);
}

}  // namespace lockstep::cli
