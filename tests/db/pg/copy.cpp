#include "pg/copy.hpp"

#include <array>

#include <doctest/doctest.h>

#include "support/scratch.hpp"

using namespace lockstep;
using namespace lockstep::tests;

TEST_CASE("COPY takes in what it gave out") {
    TestDatabase database("CREATE TABLE t (a text, b text)");
    auto const row =
        pg::copy_row(std::array{pg::Parameter("tab\t, newline\n, \\ and größe"), pg::Parameter()});
    pg::CopyIn in(database.connection(), sql("COPY t FROM STDIN"));
    in.write(row);
    in.write("x\ty\n");
    CHECK(in.finish() == 2);
    CHECK(database.value("SELECT a FROM t WHERE b IS NULL") == "tab\t, newline\n, \\ and größe");

    pg::CopyOut out(database.connection(), sql("COPY t TO STDOUT"));
    CHECK(out.next() == row);
    CHECK(pg::copy_cells(row) ==
          std::vector<std::optional<std::string>>{"tab\t, newline\n, \\ and größe", {}});
    CHECK(out.next() == "x\ty\n");
    CHECK_FALSE(out.next().has_value());
    CHECK_FALSE(out.next().has_value());
    CHECK(database.value("SELECT 1") == "1");
}

TEST_CASE("COPY moves more than any buffer holds") {
    TestDatabase database("CREATE TABLE t (a text)");
    std::string const row = std::string(999, 'x') + "\n";
    pg::CopyIn in(database.connection(), sql("COPY t FROM STDIN"));
    for (int i = 0; i < 20'000; ++i) {
        in.write(row);
    }
    CHECK(in.finish() == 20'000);
    pg::CopyOut out(database.connection(), sql("COPY t TO STDOUT"));
    std::size_t count = 0;
    while (out.next()) {
        ++count;
    }
    CHECK(count == 20'000);
}

TEST_CASE("a COPY that is given up leaves nothing, and the connection goes on") {
    TestDatabase database("CREATE TABLE t (a text)");
    {
        pg::CopyIn in(database.connection(), sql("COPY t FROM STDIN"));
        in.write("x\n");
    }
    CHECK(database.value("SELECT count(*) FROM t") == "0");
}

TEST_CASE("a bad row of COPY is the server's error, with its place") {
    TestDatabase database("CREATE TABLE t (i int)");
    pg::CopyIn in(database.connection(), sql("COPY t FROM STDIN"));
    in.write("1\ntwo\n");
    try {
        in.finish();
        FAIL("no error");
    } catch (pg::Error const& error) {
        CHECK(error.sqlstate() == "22P02");
        CHECK(error.server().context == "COPY t, line 2, column i: \"two\"");
    }
    CHECK(database.value("SELECT count(*) FROM t") == "0");
}

TEST_CASE("a COPY of nothing is refused by the server, and the connection goes on") {
    TestDatabase database;
    CHECK_THROWS_AS(pg::CopyIn(database.connection(), sql("COPY nowhere FROM STDIN")), pg::Error);
    CHECK_THROWS_AS(pg::CopyOut(database.connection(), sql("COPY nowhere TO STDOUT")), pg::Error);
    CHECK(database.value("SELECT 1") == "1");
}

TEST_CASE("COPY outside of its classes fails rather than hangs") {
    TestDatabase database("CREATE TABLE t (i int)");
    CHECK_THROWS_WITH_AS(database.run("COPY t FROM STDIN"),
                         doctest::Contains("there is no data to copy here"), pg::Error);
    CHECK(database.value("SELECT 1") == "1");
    CHECK_THROWS_WITH_AS(database.run("COPY t TO STDOUT"),
                         doctest::Contains("COPY is not possible here"), pg::Error);
}
