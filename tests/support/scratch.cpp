#include "support/scratch.hpp"

#include <cstdlib>

#include "base/log.hpp"

namespace lockstep::tests {

pg::ScratchOptions scratch_options() {
    char const* const bin = std::getenv("LOCKSTEP_TEST_PG_BIN");
    return {.binaries = bin == nullptr ? "" : bin, .major = 0, .url = {}};
}

pg::ScratchServer& shared_server() {
    log();  // Made before the server, so that it is there when the server is stopped.
    static pg::ScratchServer server(scratch_options());
    return server;
}

TestDatabase::TestDatabase(std::string_view statements)
    : database_(shared_server().url()), connection_(database_.url()) {
    run(statements);
}

// The SQL comes from the tests' own source.
void TestDatabase::run(std::string_view statements) {
    if (!statements.empty()) {
        connection_.execute(Sql::from_server(std::string(statements)));
    }
}

std::string TestDatabase::value(std::string_view query) {
    auto const rows = connection_.query(Sql::from_server(std::string(query)));
    if (rows.size() == 0) {
        return "(none)";
    }
    return rows.is_null(0, 0) ? "(null)" : std::string(rows.cell(0, 0));
}

}  // namespace lockstep::tests
