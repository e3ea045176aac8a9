#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "apply/fill.hpp"
#include "apply/measure.hpp"
#include "apply/rehearse.hpp"
#include "apply/row_prints.hpp"
#include "pg/scratch_server.hpp"
#include "plan/kept.hpp"

namespace lockstep::apply {

/// One try of a plan and its revert, in a database of its own.
class Stage {
public:
    Stage(pg::ScratchServer const& server, RehearsalSettings const& settings);

    /// Makes `from`; the plans say what they need of the server around it.
    std::optional<Unproved> build(schema::Schema const& from, schema::Schema const& to,
                                  plan::Plan const& plan, plan::Plan const& revert);
    /// Rows go into what was built.
    void fill(schema::Schema const& from, schema::Schema const& to);
    /// Runs the plan as it would be run on the server, and compares the schema with its goal, and
    /// the rows of the tables that it keeps with what they were.
    std::optional<Unproved> prove(plan::Plan const& plan, schema::Schema const& goal,
                                  std::vector<plan::KeptTable> const& kept = {});
    std::optional<Unproved> compare(schema::Schema const& goal, Unproved::At at);

    std::vector<std::vector<plan::Hazard>> take_measured() { return std::exchange(measured_, {}); }
    Filling const& filling() const { return filling_; }
    /// Of the tables by their names at the start.
    std::vector<RowPrint> prints(std::vector<plan::KeptTable> const& tables, Side side);
    std::optional<Unproved> compare_rows(std::vector<plan::KeptTable> const& kept,
                                         std::vector<RowPrint> const& before);

private:
    void make_superusers(schema::Schema const& schema);
    std::optional<Unproved> run(plan::Step const& step);
    Unproved refused(plan::Statement const& statement, pg::ServerMessage const& said) const;
    std::optional<Unproved> commit(pg::Transaction& transaction, plan::Step const& step) const;

    pg::ScratchServer const& server_;
    RehearsalSettings const& settings_;
    pg::ScratchDatabase database_;
    pg::Connection connection_;
    std::optional<Measure> measure_;
    std::vector<std::vector<plan::Hazard>> measured_;  // by statement
    Filling filling_;
};

}  // namespace lockstep::apply
