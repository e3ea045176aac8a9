#pragma once

#include <string>
#include <string_view>

#include "pg/connection.hpp"
#include "pg/scratch_server.hpp"

namespace lockstep::tests {

/// LOCKSTEP_TEST_PG_BIN chooses the server version for the whole run (else LOCKSTEP_PG_BIN, else
/// the newest installed).
pg::ScratchOptions scratch_options();

/// One scratch server for all tests of this process, started at the first use.
pg::ScratchServer& shared_server();

/// A database of the shared server, in which the SQL given has been run; dropped at the end.
class TestDatabase {
public:
    explicit TestDatabase(std::string_view statements = {});

    std::string const& url() const { return database_.url(); }
    pg::Connection& connection() { return connection_; }
    /// Runs SQL; throws pg::Error.
    void run(std::string_view statements);
    /// The first cell of the first row; "(null)" for NULL and "(none)" when there is no row.
    std::string value(std::string_view query);

private:
    pg::ScratchDatabase database_;
    pg::Connection connection_;
};

}  // namespace lockstep::tests
