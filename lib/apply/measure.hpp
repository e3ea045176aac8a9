#pragma once

#include <map>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "plan/hazard.hpp"
#include "plan/lock.hpp"
#include "plan/plan.hpp"

namespace lockstep::apply {

/// Measures what the statements of a plan do: the locks that they come to hold on tables that were
/// there before it (by pg_locks, which says what PostgreSQL really took), the tables whose rows
/// they write anew (relfilenode changes), and those of them that they read from end to end (the
/// transaction's own statistics). Names are as they were before the plan.
class Measure {
public:
    /// Before the plan.
    explicit Measure(pg::Connection& connection);

    /// A transaction begins, and so holds no locks.
    void begin();
    /// What is new since the last call.
    std::vector<plan::Hazard> take();

private:
    struct Table {
        std::string name;                            // "public.orders"
        std::string file;                            // relfilenode
        std::string scans;                           // how often it was read so far
        plan::LockMode lock = plan::LockMode::none;  // the strongest so far
    };

    pg::Connection& connection_;
    std::map<std::string, Table> tables_;  // by oid
};

/// What a statement of an online plan must not do unless it was known: a sentence for each. Such a
/// plan was made this way because it would not.
std::vector<std::string> broken_promises(plan::Statement const& statement,
                                         std::vector<plan::Hazard> const& measured);

/// Adds what was measured to what was known of the statement.
void add_measured(plan::Statement& statement, std::vector<plan::Hazard> const& measured);

}  // namespace lockstep::apply
