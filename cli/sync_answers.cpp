#include "sync_answers.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "output.hpp"
#include "pg/connection.hpp"
#include "plan/hazard.hpp"

namespace lockstep::cli {

namespace {

using nlohmann::ordered_json;

constexpr int ok = 200;

void print_json(ordered_json const& json) {
    print(json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

ordered_json statements_json(std::vector<plan::Statement> const& statements) {
    auto list = ordered_json::array();
    for (auto const& statement : statements) {
        auto hazards = ordered_json::array();
        for (auto const& hazard : statement.hazards) {
            hazards.push_back(plan::describe(hazard));
        }
        list.push_back({{"sql", statement.text.text()}, {"hazards", std::move(hazards)}});
    }
    return list;
}

void print_statements(std::vector<plan::Statement> const& statements) {
    for (auto const& statement : statements) {
        for (auto const& hazard : statement.hazards) {
            print(fmt::format("-- hazard: {}\n", plan::describe(hazard)));
        }
        print(statement.text.text() + ";\n");
    }
}

std::string_view word_of(sync::FleetResult::What what) {
    using What = sync::FleetResult::What;
    return what == What::applied ? "applied" : what == What::had_it ? "had it" : "failed";
}

std::string line_of(sync::FleetResult const& it) {
    return fmt::format(
        "{:<8}{}  {}{}", word_of(it.what), it.target.id,
        printable(pg::display_url(it.target.connection)),
        it.error.empty() ? "" : "\n        " + replace_all(it.error, "\n", "\n        "));
}

std::size_t failures(std::span<sync::FleetResult const> results) {
    return static_cast<std::size_t>(
        std::ranges::count(results, sync::FleetResult::What::failed, &sync::FleetResult::what));
}

}  // namespace

void SyncAnswers::plan(sync::Prepared const& it) const {
    if (as_json_) {
        return print_json({{"success", true},
                           {"code", ok},
                           {"dry_run", true},
                           {"version", it.project.version},
                           {"statements", statements_json(it.change.statements)},
                           {"schema_data", *it.project.schema_data},
                           {"new_schema_data", *it.new_schema}});
    }
    print("-- What would run in the target, in one transaction\n");
    print_statements(it.change.statements);
    if (it.change.statements.empty()) {
        print("-- nothing: only what the control database keeps changes\n");
    }
    print(fmt::format("\n-- schema_data of version {}\n{}\n\n-- and of version {}\n{}\n",
                      it.project.version, it.project.schema_data->dump(2), it.project.version + 1,
                      it.new_schema->dump(2)));
}

void SyncAnswers::answer(sync::Answer const& answer) const {
    if (as_json_) {
        return print_json({{"success", true},
                           {"code", ok},
                           {"change_id", answer.change_id},
                           {"version", answer.version},
                           {"applied_before", answer.was_applied_before},
                           {"statements", answer.statements},
                           {"duration_ms", answer.duration.count()}});
    }
    auto const how = answer.was_applied_before
                         ? std::string("had been applied before")
                         : fmt::format("applied in {} ms", answer.duration.count());
    print(fmt::format("change {} {}; the project is at version {}\n", answer.change_id, how,
                      answer.version));
    for (auto const& statement : answer.statements) {
        print(statement + ";\n");
    }
}

void SyncAnswers::recovered(std::vector<std::string> const& lines) const {
    if (as_json_) {
        return print_json({{"success", true}, {"code", ok}, {"recovered", lines}});
    }
    print(lines.empty() ? "nothing was left behind\n" : join(lines, "\n") + "\n");
}

void SyncAnswers::repair(std::vector<plan::Statement> const& statements, bool is_done) const {
    if (as_json_) {
        return print_json({{"success", true},
                           {"code", ok},
                           {"repaired", is_done},
                           {"statements", statements_json(statements)}});
    }
    if (statements.empty()) {
        return print("-- the target is what the project's schema says\n");
    }
    print(is_done ? "-- This was run in the target, in one transaction\n"
                  : "-- The way back; --yes runs it in the target, in one transaction\n");
    print_statements(statements);
}

void SyncAnswers::stats(sync::Stats const& stats) const {
    if (as_json_) {
        ordered_json json{{"success", true},
                          {"code", ok},
                          {"attempts", stats.attempts},
                          {"applied", stats.applied},
                          {"response_times_ms", ordered_json::object()},
                          {"errors", ordered_json::object()},
                          {"projects", ordered_json::array()}};
        for (auto const& each : stats.response_times) {
            json["response_times_ms"][fmt::format("p{:g}", each.part * 100)] = each.ms;
        }
        for (auto const& [code, count] : stats.errors) {
            json["errors"][std::to_string(code)] = count;
        }
        for (auto const& each : stats.projects) {
            json["projects"].push_back(
                {{"project", each.project}, {"applied", each.applied}, {"failed", each.failed}});
        }
        return print_json(json);
    }
    auto const rate = stats.attempts == 0 ? 100.0
                                          : 100.0 * static_cast<double>(stats.applied) /
                                                static_cast<double>(stats.attempts);
    print(fmt::format("{} of {} were applied ({:.1f} %)\n", stats.applied,
                      count_of(static_cast<std::size_t>(stats.attempts), "attempt"), rate));
    for (auto const& each : stats.response_times) {
        print(fmt::format("  {:>3g} % within {:.0f} ms\n", each.part * 100, each.ms));
    }
    for (auto const& [code, count] : stats.errors) {
        print(fmt::format("  {} refused with {}\n", count, code));
    }
    for (auto const& each : stats.projects) {
        print(fmt::format("  project {}: {} applied, {} refused\n", each.project, each.applied,
                          each.failed));
    }
}

void SyncAnswers::progress(sync::FleetResult const& result) const {
    print_to_stderr(line_of(result) + "\n");
}

void SyncAnswers::fleet(std::span<sync::FleetResult const> results) const {
    auto const failed = failures(results);
    if (!as_json_) {
        return print(fmt::format("{} of {} have it\n", results.size() - failed,
                                 count_of(results.size(), "target")));
    }
    auto list = ordered_json::array();
    for (auto const& each : results) {
        list.push_back(
            {{"target", each.target.id}, {"result", word_of(each.what)}, {"error", each.error}});
    }
    print_json({{"success", failed == 0},
                {"code", failed == 0 ? ok : static_cast<int>(sync::Code::failed)},
                {"targets", std::move(list)}});
}

ExitCode SyncAnswers::refusal(Error const& error) const {
    auto const* const refused = dynamic_cast<sync::Refused const*>(&error);
    auto const code = refused == nullptr ? sync::Code::failed : refused->why();
    auto const detail = refused == nullptr ? error.hint() : refused->detail();
    print_json({{"success", false},
                {"code", static_cast<int>(code)},
                {"error", error.what()},
                {"detail", detail}});
    return error.code();
}

}  // namespace lockstep::cli
