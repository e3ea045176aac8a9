#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "plan/plan.hpp"
#include "sync/control.hpp"
#include "sync/plan_change.hpp"
#include "sync/project.hpp"
#include "sync/request.hpp"
#include "sync/target.hpp"

namespace lockstep::sync {

struct ApplyOptions {
    NamesBy names = NamesBy::ids;
    OtherTypes types{};  // of the configuration
    Timeouts timeouts{};
    std::chrono::milliseconds lease{300'000};
};

/// Connects to what a deployment config names. Throws pg::ConnectionError.
using Connect = std::function<pg::Connection(std::string const& connection)>;

/// What a change would do: computed and checked, and nothing is written.
struct Prepared {
    ProjectRow project;
    TargetRow target_row{};
    std::unique_ptr<Target> target{};
    Terms terms{};
    Json new_schema{};
    PlannedChange change{};
};

/// What became of a request.
struct Answer {
    std::string change_id;
    std::int64_t version = 0;         // of the project now
    bool was_applied_before = false;  // by an earlier request with the same change_id
    std::vector<std::string> statements{};
    std::chrono::milliseconds duration{0};
};

/// Applies one change to the control and the target database, or to neither: see docs/apply.md. It
/// is the only writer; `recover` finishes or undoes what it left behind when it died.
class ChangeApplier {
public:
    ChangeApplier(Control& control, Connect connect, ApplyOptions options);

    /// Reads, checks and plans. Throws Refused.
    Prepared prepare(Request const& request);
    /// The same, and looks whether the target is what the project's schema says. Nothing is
    /// written.
    Prepared rehearse(Request const& request);
    /// Makes the change. Throws Refused; then nothing has been changed, or (the message says so) it
    /// is in doubt until `recover`.
    Answer apply(Request request);

    /// The way back for a project whose target is not what its schema says: planned, and run as one
    /// transaction where `run` says so. Throws Refused(locked) where the project is being changed.
    std::vector<plan::Statement> repair(std::string const& project_id, bool run);

    /// Finishes or undoes the change that a project is locked for, by what the target says of it.
    /// Returns what it did, in words; empty where the project is ready. Throws Refused(locked)
    /// where the change is still being applied.
    std::string recover(std::string const& project_id);
    /// Brings a change that the control database has recorded as applied to another target, in a
    /// transaction of its own. False: it was there already.
    bool bring(ChangeRow const& change, TargetRow const& row);
    /// All that is left behind: projects that are locked, and commits that targets have prepared.
    /// Returns what was done, a line each.
    std::vector<std::string> recover_all();

private:
    std::chrono::milliseconds took() const;
    ProjectRow read_project_row(Request const& request);
    ProjectRow ready_project(Request const& request);
    std::unique_ptr<Target> open(TargetRow const& row);
    Terms terms_in(Target& target, std::string const& organization_id,
                   nlohmann::json const& schema_data);
    std::optional<Answer> applied_before(Request const& request);
    void check_target(Prepared& prepared);
    void take_lock(Request const& request, Prepared const& prepared);
    Answer run(Request const& request, Prepared& prepared);
    void write(ChangeRow const& change, Prepared& prepared);
    void write_target(ChangeRow const& change, Prepared& prepared);
    void plan(Prepared& prepared, nlohmann::json const& change);
    void commit(ChangeRow const& change, Prepared& prepared);
    void settle(ChangeRow const& change, Prepared& prepared, Refused const& why);
    void give_up(ChangeRow const& change, Prepared& prepared, Refused const& why);
    void record(Request const& request, Refused const& why);
    std::string finish_or_undo(ChangeRow const& change, Target& target);
    std::vector<std::string> recover_prepared(TargetRow const& row);

    Control& control_;
    Connect connect_;
    ApplyOptions options_;
    std::chrono::steady_clock::time_point start_{};
};

}  // namespace lockstep::sync
