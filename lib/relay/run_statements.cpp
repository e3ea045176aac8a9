#include "relay/run_statements.hpp"

#include <array>

namespace lockstep::relay {

namespace {

constexpr std::string_view lock_timeout = "5s";

/// Two setups at once would both try to make what is missing.
void take_turns(pg::Connection& connection) {
    connection.query(
        sql("SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended($1, 0))"),
        std::array<pg::Parameter, 1>{"lockstep sync setup"});
}

}  // namespace

void run_statements(pg::Connection& connection, Statements const& statements) {
    pg::Transaction transaction(connection);
    take_turns(connection);
    connection.query(pg::set_local("lock_timeout", lock_timeout));
    for (auto const& statement : statements) {
        connection.execute(statement);
    }
    transaction.commit();
}

}  // namespace lockstep::relay
