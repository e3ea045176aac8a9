#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "sync/refused.hpp"
#include "sync/request.hpp"
#include "sync/stats.hpp"

namespace lockstep::sync {

/// A row of `projects`.
struct ProjectRow {
    std::string id;
    std::string organization_id;
    Json schema_data;
    std::int64_t version = 0;
    bool is_ready = true;
    std::string locked_by;
    std::string locked_at;       // as the server prints it
    std::string lock_change_id;  // of the change that is being applied
    bool is_lease_over = false;
};

/// 423: by whom the project is locked, and since when.
Refused locked_by(ProjectRow const& project);

/// A row of `schema_changes`: what became of a change, or is to become of it.
struct ChangeRow {
    std::string change_id;
    std::string organization_id;
    std::string project_id;
    std::string status;  // "applying", "applied", "failed"
    Json change;
    Json old_schema;
    Json new_schema;
    std::int64_t version = 0;  // that it leads to
    std::string target;        // the deployment config's id
};

/// A row of `deployment_configs`.
struct TargetRow {
    std::string id;
    std::string organization_id;  // empty: the shared one
    std::string connection;
};

/// What is entered as a change begins.
struct Begun {
    Request const& request;
    Json const& old_schema;
    Json const& new_schema;
    std::string const& statements;
    std::string const& target;
};

/// The control database: projects, deployment configs and the record of all changes, in its schema
/// public. Each call is one statement (its own transaction, unless one is open) or says otherwise.
class Control {
public:
    using Connect = std::function<pg::Connection()>;
    Control(Connect connect, std::chrono::milliseconds lease);

    /// After the connection was lost. What was open in it has been rolled back.
    void reconnect();

    void begin_transaction();
    void commit();
    void roll_back();

    /// Makes the tables, or adds what they lack; a table of users stays as it is otherwise.
    void set_up();
    /// Drops them, with all that is in them.
    void drop();
    std::size_t project_count();

    std::optional<ProjectRow> project(std::string const& id);
    /// The same with the row locked until the end of the transaction. Throws Refused(locked) where
    /// the lock is not to be had in time: a run is about to commit.
    std::optional<ProjectRow> locked_project(std::string const& id,
                                             std::chrono::milliseconds timeout);
    std::vector<std::string> projects_being_changed();

    /// The organisation's active config (of several, that with the lowest id), else the shared one.
    /// Throws Refused(failed) where there is none, or it is not active.
    TargetRow target_of(std::string const& organization_id);
    TargetRow target(std::string const& id);
    std::vector<TargetRow> active_targets();
    /// Those of the organisation and the shared ones.
    std::vector<TargetRow> active_targets_of(std::string const& organization_id);

    /// The change of that id that was applied or is being applied.
    std::optional<ChangeRow> change(std::string const& change_id);
    /// Did a change of that id come to nothing, and to nothing else?
    bool has_failed(std::string const& change_id);
    std::string new_id();

    /// Takes the project's lock and enters the change, where the version is still that of the
    /// request and nobody holds it. No: nothing has been done.
    bool take_lock(Begun const& begun);
    /// The schema, the version and the record. No: somebody else has taken the lock away. Belongs
    /// into a transaction.
    bool finish(ChangeRow const& change, std::chrono::milliseconds duration);
    /// The lock is given back, and the record says why. A change that does not hold it any more is
    /// left alone.
    void fail(std::string const& project_id, std::string const& change_id, Refused const& why);
    /// What the record says of all changes.
    Stats stats();
    /// Records a request that never held the lock.
    void record_refusal(Request const& request, Refused const& why);

private:
    Connect connect_;
    pg::Connection connection_;
    std::string lease_;
};

}  // namespace lockstep::sync
