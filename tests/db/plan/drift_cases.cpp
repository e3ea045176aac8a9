// Every change of tests/cases/drift, one of every property of every kind, planned and run in both
// directions.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include "support/drift_cases.hpp"
#include "support/plan_proof.hpp"

using namespace lockstep;
using namespace lockstep::tests;

namespace {

/// What is wrong with the plans from the setup to the change and back, or nothing. A plan there
/// starts from the setup: the change itself is rolled back to a savepoint.
std::string prove(TestDatabase& database, schema::Schema const& before, DriftCase const& one) {
    auto& connection = database.connection();
    try {
        pg::Transaction const transaction(connection);
        connection.execute(sql("SAVEPOINT setup"));
        connection.execute(Sql::from_server(one.statements));
        auto const after = read_for_plan(connection);
        if (auto wrong = prove_plan(connection, after, before); !wrong.empty()) {
            return "back: " + wrong;
        }
        connection.execute(sql("ROLLBACK TO setup"));
        return prove_plan(connection, before, after);
    } catch (std::exception const& error) {
        return error.what();
    }
}

schema::Schema committed_schema(TestDatabase& database) {
    pg::Transaction const transaction(database.connection());
    return read_for_plan(database.connection());
}

}  // namespace

TEST_CASE("every change of one thing is planned, in both directions") {
    for (auto const& file : drift_cases(shared_server().server_version())) {
        TestDatabase database;
        auto const major = set_up(database, file);
        auto const before = committed_schema(database);
        for (auto const& one : file.cases) {
            if (major < one.since) {
                continue;
            }
            auto const wrong = prove(database, before, one);
            CHECK_MESSAGE(wrong.empty(),
                          fmt::format("{}:{}: {}: {}", one.file, one.line, one.changed, wrong));
        }
    }
}
