#pragma once

#include <map>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "plan/hazard.hpp"
#include "plan/lock.hpp"

namespace lockstep::apply {

/// Measures what the statements of one transaction do: the locks that they come to hold on tables
/// that were there before (by pg_locks, which says what PostgreSQL really took), and the tables
/// whose rows they write anew (relfilenode changes). Names are as they were at its start.
class Measure {
public:
    /// At the start of the transaction.
    explicit Measure(pg::Connection& connection);

    /// What is new since the last call.
    std::vector<plan::Hazard> take();

private:
    struct Table {
        std::string name;                            // "public.orders"
        std::string file;                            // relfilenode
        plan::LockMode lock = plan::LockMode::none;  // the strongest so far
    };

    pg::Connection& connection_;
    std::map<std::string, Table> tables_;  // by oid
};

}  // namespace lockstep::apply
