#include "pg/connection.hpp"

#include <array>
#include <sstream>

#include <doctest/doctest.h>
#include <spdlog/sinks/ostream_sink.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "support/scratch.hpp"

using namespace lockstep;
using namespace lockstep::tests;

TEST_CASE("a query gives cells, NULLs, names and counts") {
    TestDatabase database;
    auto const rows =
        database.connection().query(sql("SELECT $1::int + 1 AS one, $2 AS two, '' AS three"),
                                    std::array{pg::Parameter("41"), pg::Parameter()});
    CHECK(rows.size() == 1);
    CHECK(rows.columns() == 3);
    CHECK(rows.column_name(0) == "one");
    CHECK(rows.cell(0, 0) == "42");
    CHECK(rows.is_null(0, 1));
    CHECK_FALSE(rows.is_null(0, 2));
    CHECK(rows.affected() == 1);
    CHECK(rows.tag() == "SELECT 1");
}

TEST_CASE("several statements run in one message") {
    TestDatabase database("CREATE TABLE t (i int); INSERT INTO t VALUES (1), (2)");
    CHECK(database.value("SELECT count(*) FROM t") == "2");
}

TEST_CASE("a parameter is never taken for SQL") {
    TestDatabase database("CREATE TABLE t (name text)");
    std::string const name = "'; DROP TABLE t; --";
    database.connection().query(sql("INSERT INTO t VALUES ($1)"), std::array{pg::Parameter(name)});
    CHECK(database.value("SELECT name FROM t") == name);
}

TEST_CASE("a transaction that is not committed is rolled back") {
    TestDatabase database("CREATE TABLE t (i int)");
    {
        pg::Transaction transaction(database.connection());
        database.run("INSERT INTO t VALUES (1)");
    }
    CHECK(database.value("SELECT count(*) FROM t") == "0");
    pg::Transaction transaction(database.connection());
    database.run("INSERT INTO t VALUES (1)");
    transaction.commit();
    CHECK(database.value("SELECT count(*) FROM t") == "1");
}

TEST_CASE("a failed transaction does not pass for committed") {
    TestDatabase database;
    pg::Transaction transaction(database.connection());
    CHECK_THROWS_AS(database.run("SELECT 1/0"), pg::Error);
    CHECK_THROWS_WITH_AS(transaction.commit(),
                         doctest::Contains("the transaction had failed: rolled back"), pg::Error);
}

TEST_CASE("a snapshot transaction cannot write") {
    TestDatabase database("CREATE TABLE t (i int)");
    pg::Transaction transaction(database.connection(), pg::Transaction::Mode::snapshot);
    CHECK_THROWS_AS(database.run("INSERT INTO t VALUES (1)"), pg::Error);
}

TEST_CASE("set_local lasts until the end of the transaction") {
    TestDatabase database;
    auto const before = database.value("SHOW search_path");
    {
        pg::Transaction transaction(database.connection());
        database.connection().query(pg::set_local("search_path", "a, \"b\""));
        CHECK(database.value("SHOW search_path") == "a, \"b\"");
    }
    CHECK(database.value("SHOW search_path") == before);
}

TEST_CASE("settings at start reach the server, blanks and backslashes and all") {
    TestDatabase database;
    pg::ConnectOptions options;
    options.settings = {{"search_path", "a, \"b c\""}, {"my.text", "x\\y z"}};
    pg::Connection connection(database.url(), options);
    CHECK(connection.query(sql("SELECT current_setting('search_path')")).cell(0, 0) ==
          "a, \"b c\"");
    CHECK(connection.query(sql("SELECT current_setting('my.text')")).cell(0, 0) == "x\\y z");
}

TEST_CASE("settings at start go beside those of the URL") {
    TestDatabase database;
    pg::ConnectOptions options;
    options.settings = {{"my.two", "2"}};
    auto const url = replace_all(database.url(), "options=", "options=-c%20my.one%3D1");
    pg::Connection connection(url, options);
    CHECK(connection.query(sql("SELECT current_setting('my.one') || current_setting('my.two')"))
              .cell(0, 0) == "12");
}

TEST_CASE("every statement is logged at level debug, without parameters and passwords") {
    TestDatabase database("CREATE TABLE t (name text)");
    auto const lines = std::make_shared<std::ostringstream>();
    auto const sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(*lines);
    log().sinks().push_back(sink);
    auto const level = log().level();
    set_log_level(spdlog::level::debug);
    pg::Connection connection(database.url() + "&password=s3cret");
    connection.query(sql("INSERT INTO t VALUES ($1)"), std::array{pg::Parameter("parameter")});
    connection.execute(sql("SELECT 's3cret'; SELECT 'two'"));
    connection.pipeline(std::array{sql("SELECT 'three'")}, [](std::size_t, pg::Rows const&) {});
    set_log_level(level);
    log().sinks().pop_back();
    auto const text = lines->str();
    CHECK(text.find("INSERT INTO t VALUES ($1)") != std::string::npos);
    CHECK(text.find("SELECT '…'; SELECT 'two'") != std::string::npos);
    CHECK(text.find("SELECT 'three'") != std::string::npos);
    CHECK(text.find("parameter") == std::string::npos);
    CHECK(text.find("s3cret") == std::string::npos);
}

TEST_CASE("the connection knows whom it is connected to") {
    TestDatabase database;
    auto& connection = database.connection();
    CHECK(connection.user() == "lockstep_scratch");
    CHECK(connection.database().starts_with("lockstep_"));
    CHECK(connection.parameter("client_encoding") == "UTF8");
    CHECK(connection.server_version() == shared_server().server_version());
    CHECK(connection.is_open());
}
