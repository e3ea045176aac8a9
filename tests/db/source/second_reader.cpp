#include "source/second_reader.hpp"

#include <future>
#include <thread>

#include <doctest/doctest.h>

#include "support/run.hpp"
#include "support/scratch.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using source::SecondReader;

namespace {

std::string exported_snapshot(pg::Connection& connection) {
    connection.query(sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"));
    auto const rows = connection.query(sql("SELECT pg_export_snapshot()"));
    return std::string(rows.cell(0, 0));
}

std::string cell(std::optional<pg::Rows> const& rows) {
    return rows ? std::string(rows->cell(0, 0)) : "(nothing)";
}

std::function<pg::Connection()> connects_to(TestDatabase const& database) {
    return [url = database.url()] { return pg::Connection(url); };
}

/// The first connection of a reading, with the database that it reads.
struct Reading {
    TestDatabase database{"CREATE TABLE t (i int)"};
    std::vector<Sql> queries{sql("SELECT count(*) FROM t"),
                             sql("SELECT current_setting('DateStyle')"), sql("SELECT 'last'")};
    Sql setup = pg::set_local("DateStyle", "German");
};

void wait_until_begun(SecondReader& second) {
    while (!second.has_begun()) {
        std::this_thread::yield();
    }
}

}  // namespace

TEST_CASE("a second connection sees the first one's snapshot, and its rows come in order") {
    Reading reading;
    pg::Connection first(reading.database.url());
    auto const snapshot = exported_snapshot(first);
    reading.database.run("INSERT INTO t VALUES (1)");
    SecondReader second(connects_to(reading.database), snapshot, reading.setup, reading.queries);
    wait_until_begun(second);
    CHECK(cell(second.next()) == "0");
    CHECK(cell(second.next()) == "German, DMY");
    CHECK(cell(second.next()) == "last");
    CHECK(cell(second.next()) == "(nothing)");
}

TEST_CASE("where a second connection cannot be had there are no rows, and no error") {
    Reading reading;
    SecondReader second([]() -> pg::Connection { throw std::runtime_error("too many clients"); },
                        exported_snapshot(reading.database.connection()), reading.setup,
                        reading.queries);
    CHECK(cell(second.next()) == "(nothing)");
}

TEST_CASE("a second connection that has not begun in time is not waited for") {
    Reading reading;
    std::promise<void> go;
    auto const late = [&] {
        go.get_future().wait();
        return pg::Connection(reading.database.url());
    };
    SecondReader second(late, exported_snapshot(reading.database.connection()), reading.setup,
                        reading.queries);
    CHECK(cell(second.next()) == "(nothing)");
    go.set_value();
}

TEST_CASE("a query that fails on the second connection is left to the first") {
    Reading reading;
    reading.queries[1] = sql("SELECT 1/0");
    pg::Connection first(reading.database.url());
    SecondReader second(connects_to(reading.database), exported_snapshot(first), reading.setup,
                        reading.queries);
    wait_until_begun(second);
    CHECK(cell(second.next()) == "0");
    CHECK(cell(second.next()) == "(nothing)");
}

TEST_CASE("a role that may connect but once reads the whole schema") {
    // Large enough for a second connection.
    TestDatabase database(
        "DO $$ BEGIN FOR t IN 1..20 LOOP EXECUTE (SELECT format('CREATE TABLE t%s (%s)', t, "
        "string_agg('c' || c || ' int', ', ')) FROM generate_series(1, 1000) c); END LOOP; END $$");
    database.run("CREATE ROLE reads_alone LOGIN CONNECTION LIMIT 1");
    auto const url = database.url() + "&user=reads_alone";
    auto const outcome =
        run_lockstep({"-v", "diff", url, database.url(), "--no-cache", "--format", "text"});
    database.run("DROP ROLE reads_alone");
    CHECK(outcome.exit_code == 0);
    CHECK_MESSAGE(outcome.err.find("reading on one connection alone") != std::string::npos,
                  outcome.err);
}
