#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "sync/apply_change.hpp"
#include "sync/repair.hpp"

namespace lockstep::sync {

/// With the project's row locked in the control database, and its lock in the target: nobody else
/// is at work on the change then, and what the target says stays so.
std::string ChangeApplier::finish_or_undo(ChangeRow const& change, Target& target) {
    auto const prepared = target.prepared_changes();
    bool const is_prepared =
        std::find(prepared.begin(), prepared.end(), change.change_id) != prepared.end();
    if (!is_prepared) {
        target.set_up();
        target.begin(change.project_id, options_.timeouts);
    }
    if (is_prepared || target.has(change.change_id)) {
        control_.finish(change, {});
        control_.commit();
        if (is_prepared) {
            target.commit_prepared(change.change_id);
        } else {
            target.roll_back();
        }
        return fmt::format(
            "project {}: change {} had reached the target, and is finished: version {}",
            change.project_id, change.change_id, change.version);
    }
    control_.fail(
        change.project_id, change.change_id,
        Refused(Code::failed, "the run that applied it ended before the target committed"));
    control_.commit();
    target.roll_back();
    return fmt::format("project {}: change {} had not reached the target, and is undone",
                       change.project_id, change.change_id);
}

std::string ChangeApplier::recover(std::string const& project_id) {
    control_.begin_transaction();
    try {
        auto const project = control_.locked_project(project_id, options_.timeouts.lock);
        if (!project || project->is_ready) {
            control_.roll_back();
            return {};
        }
        auto const change = control_.change(project->lock_change_id);
        if (!change) {
            throw Refused(
                Code::failed,
                fmt::format("project {} is locked by {} for a change that is not recorded",
                            project_id, project->locked_by));
        }
        auto const target = open(control_.target(change->target));
        return finish_or_undo(*change, *target);
    } catch (...) {
        control_.roll_back();
        throw;
    }
}

/// Commits that were prepared in a target, and whose change has come to an end in the control
/// database: it decides. One that it does not know is another control database's.
std::vector<std::string> ChangeApplier::recover_prepared(TargetRow const& row) {
    std::vector<std::string> lines;
    auto const target = open(row);
    for (auto const& id : target->prepared_changes()) {
        auto const change = control_.change(id);
        if (change && change->status == "applied") {
            target->commit_prepared(id);
            lines.push_back(fmt::format("change {}: committed in its target, too", id));
        } else if (control_.has_failed(id)) {
            target->roll_back_prepared(id);
            lines.push_back(fmt::format("change {}: rolled back in its target, too", id));
        }
    }
    return lines;
}

std::vector<std::string> ChangeApplier::recover_all() {
    std::vector<std::string> lines;
    for (auto const& project : control_.projects_being_changed()) {
        if (auto line = recover(project); !line.empty()) {
            lines.push_back(std::move(line));
        }
    }
    for (auto const& target : control_.active_targets()) {
        auto more = recover_prepared(target);
        lines.insert(lines.end(), more.begin(), more.end());
    }
    return lines;
}

std::vector<plan::Statement> ChangeApplier::repair(std::string const& project_id, bool run) {
    auto row = control_.project(project_id);
    if (!row) {
        throw Refused(Code::not_found,
                      fmt::format("there is no project {}", printable(project_id)));
    }
    if (!row->is_ready) {
        throw locked_by(*row);
    }
    auto const target = open(control_.target_of(row->organization_id));
    auto const terms = terms_in(*target, row->organization_id, *row->schema_data);
    auto const project = read_project(*row->schema_data, terms);
    auto const noted = target->noted_expressions(project_id);
    auto statements = plan_repair(target->connection(), project, terms.name_space, noted);
    if (run) {
        target->begin(project_id, options_.timeouts);
        target->make_namespace(terms.name_space);
        target->run(statements);
        auto const lines = differences_in(*target, project_id, project, terms.name_space);
        if (!lines.empty()) {
            throw Refused(Code::failed, "the way back does not lead there; nothing was changed",
                          join(lines, "\n"));
        }
        target->commit();
    }
    return statements;
}

}  // namespace lockstep::sync
