#include <filesystem>

#include <doctest/doctest.h>

#include "base/exit_code.hpp"
#include "support/run.hpp"
#include "support/scratch.hpp"
#include "support/temporary_folder.hpp"

using namespace lockstep;
using namespace lockstep::tests;

namespace {

constexpr std::string_view orders = "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);\n";

Outcome diff(std::string const& from, std::string const& to) {
    return run_lockstep({"diff", from, to});
}

void require_same(std::string const& a, std::string const& b) {
    auto const outcome = diff(a, b);
    CHECK(outcome.out == "");
    CHECK(outcome.err == "");
    CHECK(outcome.exit_code == 0);
}

}  // namespace

TEST_CASE("a database agrees with the SQL that made it, by whichever form of source") {
    TestDatabase database(orders);
    TemporaryFolder folder;
    auto const file = folder.write("orders.sql", orders);
    SUBCASE("a file") {
        require_same(file, database.url());
    }
    SUBCASE("a folder, in the order of names") {
        folder.write("dir/2_b.sql", "ALTER TABLE orders ADD total numeric;");
        folder.write("dir/1_a.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);");
        require_same(folder / "dir", database.url());
    }
    SUBCASE("migrations with upward and downward parts") {
        folder.write("m/V1__a.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);");
        folder.write("m/V1.10__c.sql", "ALTER TABLE orders RENAME sum TO total;");
        folder.write("m/V1.9__b.sql", "ALTER TABLE orders ADD sum numeric;");
        folder.write("m/U1.9__b.sql", "ALTER TABLE orders DROP sum;");
        require_same("migrations:" + (folder / "m").string(), database.url());
    }
    SUBCASE("dbmate's sections") {
        folder.write("m/1_a.sql", "-- migrate:up\n" + std::string(orders) +
                                      "-- migrate:down\nDROP TABLE orders;\n");
        require_same("migrations:" + (folder / "m").string(), database.url());
    }
    SUBCASE("golang-migrate's pairs") {
        folder.write("m/000001_a.up.sql", orders);
        folder.write("m/000001_a.down.sql", "DROP TABLE orders;");
        require_same("migrations:" + (folder / "m").string(), database.url());
    }
    SUBCASE("a snapshot in JSON and in YAML") {
        for (auto const* const format : {"json", "yaml"}) {
            auto const made = run_lockstep({"inspect", database.url(), "--format", format});
            REQUIRE(made.exit_code == 0);
            require_same(folder.write(std::string("s.") + format, made.out), database.url());
        }
    }
    SUBCASE("a dump with data, other files and psql's own commands") {
        folder.write("part.sql",
                     "\\restrict abc\n\\encoding SQL_ASCII\nCREATE TABLE orders (id "
                     "bigint, total numeric);\n");
        require_same(folder.write("dump.sql",
                                  "\\ir part.sql\nCOPY orders FROM stdin;\n1\t;'\"\n"
                                  "\\.\n\\unrestrict abc\n"
                                  "ALTER TABLE orders ADD PRIMARY KEY (id);"),
                     database.url());
    }
}

TEST_CASE("a revision in git is read as it stood then") {
    TestDatabase database(orders);
    TemporaryFolder folder;
    RunOptions const here{.folder = folder.path()};
    folder.write("schema/a.sql", orders);
    auto const git = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"git", "-c", "user.name=a", "-c", "user.email=a@b"});
        REQUIRE(run_program("/usr/bin/env", arguments, here).exit_code == 0);
    };
    git({"init", "-q"});
    git({"add", "."});
    git({"commit", "-q", "-m", "a"});
    folder.write("schema/a.sql", "no SQL");
    auto const outcome = run_lockstep({"diff", "git:HEAD:schema", database.url()}, here);
    CHECK(outcome.out == "");
    CHECK(outcome.err == "");
    CHECK(run_lockstep({"diff", "git:nowhere:schema", "empty:"}, here).exit_code == 4);
    auto const hostile = run_lockstep({"diff", "git:--output=x:schema", "empty:"}, here);
    CHECK(hostile.exit_code == 2);
    CHECK(hostile.err == "lockstep: error: \"--output=x\" is no name of a revision\n");
    CHECK_FALSE(std::filesystem::exists(folder / "x"));
}

TEST_CASE("what a new database holds is no change against empty:") {
    TestDatabase database;
    require_same("empty:", database.url());
    require_same(database.url(), "empty:");
}

TEST_CASE("a statement that the server refuses is shown where it stands") {
    TemporaryFolder folder;
    folder.write("a.sql", "CREATE TABLE a (id int);\n\nCREATE TABLE b (\n  id nothing\n);\n");
    auto const outcome = run_lockstep({"diff", "a.sql", "empty:"}, {.folder = folder.path()});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err ==
          "lockstep: error: a.sql:4:6: type \"nothing\" does not exist\n"
          "  in the statement of line 3: CREATE TABLE b ( …\n"
          "    id nothing\n"
          "       ^\n");
}

TEST_CASE("what is no definition is refused with its reason") {
    TemporaryFolder folder;
    RunOptions const here{.folder = folder.path()};
    auto const refused = [&](std::string const& source) {
        return run_lockstep({"diff", source, "empty:"}, here);
    };
    folder.write("binary.sql", std::string_view("\xff\xfe\0a", 4));
    CHECK(refused("binary.sql").exit_code == 2);
    CHECK(refused("binary.sql").err.find("binary.sql") != std::string::npos);
    std::filesystem::create_directory(folder / "empty");
    CHECK(refused("empty").exit_code == 4);
    CHECK(refused("empty").err == "lockstep: error: empty holds no .sql file\n");
    CHECK(refused("absent.sql").exit_code == 4);
    std::filesystem::create_directory(folder / "loop");
    std::filesystem::create_directory_symlink("..", folder / "loop" / "again");
    auto const loop = refused("loop");
    CHECK(loop.exit_code != 0);
    CHECK(loop.exit_code != 70);
}
