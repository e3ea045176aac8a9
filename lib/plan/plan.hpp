#pragma once

#include <string>
#include <vector>

#include "diff/change.hpp"
#include "schema/schema.hpp"
#include "sql/sql.hpp"

namespace lockstep::plan {

/// One statement of a plan.
struct Statement {
    Sql text;
    std::string about;  // the object that it is about: "column public.orders.total"
    bool loses_data = false;
};

/// Statements that are run together.
struct Step {
    std::vector<Statement> statements;
    /// All of them or none. Without: one after the other, each for itself.
    bool in_transaction = true;
};

struct Plan {
    std::vector<Step> steps;

    bool empty() const { return steps.empty(); }
    /// The statements of all steps, in order.
    std::vector<Statement> statements() const;
};

/// The statements that take a database of schema `from` to `to`, in an order that applies. Both
/// schemas must have been loaded with their dependencies, and must outlive the plan. The same input
/// gives the same plan.
Plan make_plan(schema::Schema const& from, schema::Schema const& to,
               diff::DiffOptions const& options = {});

/// The plan as a script for psql; comments alone when there is nothing to do.
std::string to_script(Plan const& plan, std::string_view heading);

}  // namespace lockstep::plan
