#pragma once

#include <string>
#include <vector>

#include "diff/change.hpp"
#include "plan/hazard.hpp"
#include "schema/schema.hpp"
#include "sql/sql.hpp"

namespace lockstep::plan {

/// What a statement needs of transactions.
enum class Transaction : std::uint8_t {
    shared,   // runs together with others
    alone,    // in a transaction, together with no others: it holds weak locks for long
    outside,  // PostgreSQL refuses it in a transaction block
    ends,     // with those before it; what it makes can be used only when it is committed
};

/// One statement of a plan.
struct Statement {
    Sql text;
    std::string about;  // the object that it is about: "column public.orders.total"
    std::vector<Hazard> hazards{};
    Transaction transaction = Transaction::shared;

    bool has(HazardKind kind) const;
};

/// Statements that are run together.
struct Step {
    std::vector<Statement> statements;
    /// All of them or none. Without: one statement, for itself; see plan/resume.hpp for what it
    /// leaves behind when it is cut off.
    bool in_transaction = true;
};

struct Plan {
    std::vector<Step> steps;

    bool empty() const { return steps.empty(); }
    /// The statements of all steps, in order.
    std::vector<Statement> statements() const;
};

struct PlanOptions {
    diff::DiffOptions diff{};
    /// Let others go on using the tables: indexes CONCURRENTLY, constraints NOT VALID first. It
    /// takes more steps, each committed by itself.
    bool online = false;
};

/// The statements that take a database of schema `from` to `to`, in an order that applies. Both
/// schemas must have been loaded with their dependencies, and must outlive the plan. The same input
/// gives the same plan.
Plan make_plan(schema::Schema const& from, schema::Schema const& to,
               PlanOptions const& options = {});

/// Puts statements into steps: transactions as large as allowed.
std::vector<Step> grouped(std::vector<Statement> statements);

/// The bare plan as a script for psql; comments alone when there is nothing to do. (What users get
/// says more: see plan/plan_file.hpp.)
std::string to_script(Plan const& plan, std::string_view heading);

}  // namespace lockstep::plan
