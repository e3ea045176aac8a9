#pragma once

#include <cstddef>
#include <string>

#include "pg/connection.hpp"
#include "plan/plan.hpp"

namespace lockstep::apply {

/// How far a plan has come on a server: a table there, `lockstep.plan_journal`, that is made with
/// the first of several steps and dropped after the last. A step in a transaction enters itself in
/// that very transaction, so what it says is so.
class Journal {
public:
    /// Looks what is there. Throws Error(conflict) when another plan was begun and not finished, or
    /// when the table is none of ours.
    Journal(pg::Connection& connection, plan::Plan const& plan);

    /// Steps that have been done by an earlier run.
    std::size_t done() const { return done_; }
    /// Is there one, and not only when it will be needed?
    bool is_open() const { return open_; }

    /// Makes the table, where the plan needs one.
    void open();
    /// What says that a step (from 0) is done; nothing where no journal is needed.
    Sql entry(std::size_t step) const;
    /// What the schema was like after the last step that is done; empty where that run ended before
    /// it was noted.
    std::string const& schema() const { return schema_; }
    /// Notes it, once that step is committed.
    void note_schema(std::size_t step, std::string const& fingerprint);
    /// All is done.
    void close();

private:
    void look();
    void refuse_another_table();

    pg::Connection& connection_;
    std::string checksum_;
    std::size_t steps_;
    std::size_t done_ = 0;
    bool open_ = false;
    std::string schema_;
};

}  // namespace lockstep::apply
