#include "pg/copy_stream.hpp"

#include <doctest/doctest.h>

#include "support/scratch.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using namespace std::chrono_literals;

namespace {

/// All that is left of it, so many bytes at least.
std::string taken(pg::CopyStream& stream, std::size_t enough = std::string::npos) {
    pg::Wakeup const nobody;
    std::string data;
    while (stream.is_running() && data.size() < enough) {
        while (auto const row = stream.next()) {
            data += *row;
        }
        if (stream.is_running()) {
            stream.wait(1s, nobody);
            stream.read();
        }
    }
    return data;
}

auto const much = sql("COPY (SELECT repeat('x', 1000) FROM generate_series(1, 100000)) TO STDOUT");

}  // namespace

TEST_CASE("a stream of COPY gives its rows, whatever stands before it, and is of use again") {
    TestDatabase database;
    pg::CopyStream stream(database.url(), {});
    CHECK_FALSE(stream.is_running());
    stream.start(sql("SELECT 1; SET work_mem = '4MB'; COPY (VALUES (1), (2)) TO STDOUT"));
    CHECK(stream.is_running());
    CHECK_EQ(taken(stream), "1\n2\n");
    CHECK_EQ(stream.connection().query(sql("SELECT 3")).cell(0, 0), "3");
    stream.start(much);
    CHECK_EQ(taken(stream).size(), 100'100'000);
}

TEST_CASE("what the server refuses is thrown, before the first row and after it") {
    TestDatabase database;
    pg::CopyStream stream(database.url(), {});
    stream.start(sql("SELECT 1 / 0; COPY (VALUES (1)) TO STDOUT"));
    CHECK_THROWS_WITH_AS(taken(stream), doctest::Contains("division by zero"), pg::Error);
    stream.start(sql("COPY (SELECT 1 / (3 - i) FROM generate_series(1, 5) AS i) TO STDOUT"));
    CHECK_THROWS_AS(taken(stream), pg::Error);
    CHECK_FALSE(stream.is_running());
    CHECK_EQ(stream.connection().query(sql("SELECT 4")).cell(0, 0), "4");
}

TEST_CASE("a stream that breaks off in the middle is no end") {
    TestDatabase database;
    pg::CopyStream stream(database.url(), {});
    std::string const pid(stream.connection().query(sql("SELECT pg_backend_pid()")).cell(0, 0));
    stream.start(much);
    taken(stream, 1'000);
    database.value("SELECT pg_terminate_backend(" + pid + ")");
    CHECK_THROWS_AS(taken(stream), lockstep::Error);
}

TEST_CASE("a stream that is given up ends at the server, too") {
    TestDatabase database;
    pg::CopyStream stream(database.url(), {});
    stream.start(sql("COPY (SELECT pg_sleep(1000)) TO STDOUT"));
    stream.give_up();
    CHECK_FALSE(stream.is_running());
    while (database.value("SELECT count(*) FROM pg_stat_activity WHERE query LIKE "
                          "'COPY (SELECT pg_sleep%'") != "0") {
    }
}
