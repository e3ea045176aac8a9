#include <array>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "support/scratch.hpp"

using namespace lockstep;
using namespace lockstep::tests;

namespace {

std::vector<std::string_view> views(std::vector<std::string> const& texts) {
    return {texts.begin(), texts.end()};
}

}  // namespace

TEST_CASE("a pipeline hands over its results in order") {
    TestDatabase database;
    std::vector<Sql> queries;
    for (int i = 0; i < 500; ++i) {
        queries.push_back(sql("SELECT {}", number(i)));
    }
    std::size_t seen = 0;
    database.connection().pipeline(queries, [&](std::size_t i, pg::Rows const& rows) {
        CHECK(i == seen++);
        CHECK(rows.cell(0, 0) == std::to_string(i));
    });
    CHECK(seen == 500);
    CHECK(database.value("SELECT 1") == "1");
}

TEST_CASE("an empty pipeline does nothing") {
    TestDatabase database;
    database.connection().pipeline({}, [](std::size_t, pg::Rows const&) { FAIL("no result"); });
    CHECK_FALSE(database.connection().run_each({}).has_value());
}

TEST_CASE("an error in the middle of a pipeline ends it, and the connection goes on") {
    TestDatabase database("CREATE TABLE t (i int)");
    std::vector<Sql> const queries{sql("INSERT INTO t VALUES (1)"), sql("SELECT 1/0 AS middle"),
                                   sql("INSERT INTO t VALUES (2)")};
    std::size_t seen = 0;
    try {
        database.connection().pipeline(queries, [&](std::size_t, pg::Rows const&) { ++seen; });
        FAIL("no error");
    } catch (pg::Error const& error) {
        CHECK(error.sqlstate() == "22012");
        CHECK(error.statement() == "SELECT 1/0 AS middle");
    }
    CHECK(seen == 1);
    CHECK(database.value("SELECT count(*) FROM t") == "0");
}

TEST_CASE("results of 50,000 rows pass through a pipeline") {
    TestDatabase database;
    std::vector<Sql> const queries(
        4, sql("SELECT i, repeat('x', 100) FROM generate_series(1, 50000) AS i"));
    std::size_t rows_seen = 0;
    database.connection().pipeline(
        queries, [&](std::size_t, pg::Rows const& rows) { rows_seen += rows.size(); });
    CHECK(rows_seen == 200'000);
}

TEST_CASE("big statements and big results at once do not block each other") {
    TestDatabase database;
    std::string const big(300'000, 'x');
    std::vector<Sql> const queries(100, sql("SELECT {}", literal(big)));
    std::size_t bytes = 0;
    database.connection().pipeline(
        queries, [&](std::size_t, pg::Rows const& rows) { bytes += rows.cell(0, 0).size(); });
    CHECK(bytes == 30'000'000);
}

TEST_CASE("an exception of the caller leaves the connection usable") {
    TestDatabase database;
    std::vector<Sql> const queries(3, sql("SELECT 1"));
    auto const throws = [](std::size_t i, pg::Rows const&) {
        if (i == 1) {
            throw std::runtime_error("enough");
        }
    };
    CHECK_THROWS_WITH(database.connection().pipeline(queries, throws), "enough");
    CHECK(database.value("SELECT 1") == "1");
}

TEST_CASE("COPY in a pipeline is refused rather than hung on") {
    TestDatabase database("CREATE TABLE t (i int)");
    std::vector<Sql> const queries{sql("COPY t FROM STDIN")};
    CHECK_THROWS_WITH_AS(
        database.connection().pipeline(queries, [](std::size_t, pg::Rows const&) {}),
        doctest::Contains("COPY is not possible in a pipeline"), pg::Error);
}

TEST_CASE("each statement of run_each is its own transaction") {
    TestDatabase database;
    std::vector<std::string> statements{"CREATE TABLE t (i int)", "VACUUM t"};
    for (int i = 0; i < 1000; ++i) {
        statements.push_back(fmt::format("INSERT INTO t VALUES ({})", i));
    }
    CHECK_FALSE(database.connection().run_each(views(statements)).has_value());
    CHECK(database.value("SELECT count(*) FROM t") == "1000");
}

TEST_CASE("run_each names the first statement that failed, and keeps what came before") {
    TestDatabase database("CREATE TABLE t (i int)");
    std::vector<std::string> statements(200, "INSERT INTO t VALUES (1)");
    statements[70] = "INSERT INTO nowhere VALUES (1)";
    statements[71] = "SELECT 1/0";
    auto const failure = database.connection().run_each(views(statements));
    REQUIRE(failure.has_value());
    CHECK(failure->index == 70);
    CHECK(failure->error.sqlstate() == "42P01");
    CHECK(failure->error.server().position == 13);
    CHECK(failure->error.statement() == statements[70]);
    auto const count = std::stoi(database.value("SELECT count(*) FROM t"));
    CHECK(count >= 70);
    CHECK(count < 70 + 64);
}

TEST_CASE("run_each names the statement whose commit failed") {
    TestDatabase database(
        "CREATE TABLE t (i int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1)");
    auto const failure = database.connection().run_each(std::array<std::string_view, 3>{
        "INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (3)"});
    REQUIRE(failure.has_value());
    CHECK(failure->index == 1);
    CHECK(failure->error.sqlstate() == "23505");
}
