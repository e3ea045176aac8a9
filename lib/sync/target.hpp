#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "plan/plan.hpp"
#include "sync/state.hpp"

namespace lockstep::sync {

/// What `lockstep.applied_change` of a target says of a change.
struct AppliedChange {
    std::string change_id;
    std::string project_id;
    std::int64_t version = 0;
};

struct Timeouts {
    std::chrono::milliseconds lock{5'000};
    std::chrono::milliseconds statement{60'000};
};

/// A target database: where the tables are, and `lockstep.applied_change`, which is written with
/// them and so tells what happened, whatever died.
class Target {
public:
    explicit Target(pg::Connection connection) : connection_(std::move(connection)) {}

    pg::Connection& connection() { return connection_; }

    /// Those of the types that are there.
    OtherTypes existing_types(OtherTypes const& names);
    /// max_prepared_transactions: has it two-phase commit?
    bool can_prepare();
    /// Is `lockstep.applied_change` there?
    bool is_set_up();
    /// Makes it where it is not.
    void set_up();

    /// Opens a transaction that finds types of extensions in public and extensions, and takes the
    /// lock of the project: one that applies a change, or finds out what became of one, holds it.
    /// Throws Refused(locked) where it is not to be had within the timeout.
    void begin(std::string const& project_id, Timeouts const& timeouts);
    /// The namespace of an organisation, where it is not there yet.
    void make_namespace(std::string const& name);
    void run(std::vector<plan::Statement> const& statements);
    /// Enters the change with the expressions that the state has now, and tells the stream of
    /// changes of it, by a message as `schema_message` makes it.
    void note(AppliedChange const& change, std::string const& message, State const& state);
    /// The expressions as they were noted with the last change; nothing where there is none.
    std::optional<std::map<std::string, std::string>> noted_expressions(
        std::string const& project_id);
    bool has(std::string const& change_id);

    void commit();
    void roll_back();
    /// Two-phase commit: PREPARE TRANSACTION, and how it ends.
    void prepare(std::string const& change_id);
    void commit_prepared(std::string const& change_id);
    void roll_back_prepared(std::string const& change_id);
    /// The changes that are prepared in this database, and neither committed nor rolled back.
    std::vector<std::string> prepared_changes();

private:
    void end_prepared(Sql const& how, std::string const& change_id);

    pg::Connection connection_;
    bool is_set_up_ = false;  // known to be
};

/// What differs in a target from a project's schema, a line each: expressions from how they were
/// noted with the last change. In a transaction that `begin` opened.
std::vector<std::string> differences_in(Target& target, std::string const& project_id,
                                        Project const& project, std::string const& name_space);

}  // namespace lockstep::sync
