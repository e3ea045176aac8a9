// SQL files that include others, and what pg_dump and psql write into them.
#include <doctest/doctest.h>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

constexpr auto orders = "CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n";

void check_in_step(Project const& project, std::string const& source) {
    TestDatabase const database(orders);
    auto const outcome = project.run({"check", "--db", database.url(), "--against", source});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out == "");
    CHECK(outcome.err == "");
    CHECK(project.leftovers().empty());
}

void check_refused(Project const& project, std::string const& source, int exit_code,
                   std::string const& message) {
    auto const outcome = project.run({"inspect", source});
    CHECK(outcome.exit_code == exit_code);
    CHECK(outcome.out == "");
    CHECK(outcome.err == message);
    CHECK(project.leftovers().empty());
}

TEST_CASE("\\ir is relative to the file that it stands in, \\i to the working folder") {
    Project const project;
    project.write("schema/all.sql", "\\ir parts/first.sql\n\\i schema/parts/second.sql\n");
    project.write("schema/parts/first.sql", "\\ir deep/table.sql\n");
    project.write("schema/parts/deep/table.sql", "CREATE TABLE orders (id bigint);\n");
    project.write("schema/parts/second.sql", "\\include_relative '../key.sql'\n");
    project.write("schema/key.sql", "ALTER TABLE orders ADD PRIMARY KEY (id), ADD note text;\n");
    check_in_step(project, "schema/all.sql");
}

TEST_CASE("an error in an included file is told with that file's name and line") {
    Project const project;
    project.write("all.sql", "SELECT 1;\n\\ir parts/a.sql\n");
    project.write("parts/a.sql", "\n\\ir b.sql\n");
    project.write("parts/b.sql", "CREATE TABLE b (\n  id nothing\n);\n");
    check_refused(project, "all.sql", 2,
                  "lockstep: error: parts/b.sql:2:6: type \"nothing\" does not exist\n"
                  "  in the statement of line 1: CREATE TABLE b ( …\n"
                  "    id nothing\n"
                  "       ^\n");
}

TEST_CASE("an included file that is not there is told with the place that names it") {
    Project const project;
    project.write("all.sql", "SELECT 1;\n\\ir parts/none.sql\n");
    check_refused(project, "all.sql", 2,
                  "lockstep: error: all.sql:2:1: cannot read parts/none.sql: No such file or "
                  "directory\n"
                  "  \\ir parts/none.sql\n"
                  "  ^\n");
    project.write("parts/none.sql", std::string_view("\xff\xfe\0", 3));
    check_refused(project, "all.sql", 2,
                  "lockstep: error: all.sql:2:1: parts/none.sql is no text file in UTF-8\n"
                  "  \\ir parts/none.sql\n"
                  "  ^\n"
                  "hint: Convert it, for example: iconv -f LATIN1 -t UTF-8\n");
}

TEST_CASE("files that include one another in a circle are refused, also by another path") {
    Project const project;
    project.write("a.sql", "\\ir parts/b.sql\n");
    project.write("parts/b.sql", "SELECT 1;\n  \\ir ../parts/../a.sql\n");
    check_refused(project, "a.sql", 2,
                  "lockstep: error: parts/b.sql:2:3: a.sql includes itself\n"
                  "    \\ir ../parts/../a.sql\n"
                  "    ^\n");
    check_refused(project, "./a.sql", 2,
                  "lockstep: error: a.sql:1:1: parts/b.sql includes itself\n"
                  "  \\ir parts/b.sql\n"
                  "  ^\n");
}

TEST_CASE("a folder's file that another one includes runs where each of them stands") {
    Project const project;
    project.write("schema/1_table.sql", orders);
    project.write("schema/2_again.sql", "\\ir 1_table.sql\n");
    check_refused(project, "schema/", 2,
                  "lockstep: error: schema/1_table.sql:1:1: relation \"orders\" already exists\n"
                  "  CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n"
                  "  ^\n");
}

TEST_CASE("a dump as pg_dump --create writes it, with data, is read") {
    Project const project;
    project.write("dump.sql",
                  "\\restrict kAtJ7\n"
                  "SET statement_timeout = 0;\n"
                  "SET client_encoding = 'UTF8';\n"
                  "SELECT pg_catalog.set_config('search_path', '', false);\n"
                  "CREATE DATABASE shop WITH TEMPLATE = template0 ENCODING = 'UTF8';\n"
                  "ALTER DATABASE shop OWNER TO shop_owner;\n"
                  "\\unrestrict kAtJ7\n"
                  "\\connect shop\n"
                  "\\restrict kAtJ7\n"
                  "CREATE TABLE public.orders (id bigint NOT NULL, note text);\n"
                  "COPY public.orders (id, note) FROM stdin;\n"
                  "1\t'; DROP TABLE public.orders; $$ \\\\connect other\n"
                  "2\t\\N\n"
                  "\\.\n"
                  "\n"
                  "ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);\n"
                  "\\unrestrict kAtJ7\n");
    check_in_step(project, "dump.sql");
}

TEST_CASE("a dump of two databases is refused where the second one begins") {
    Project const project;
    project.write("all.sql", "\\connect shop\nCREATE TABLE a ();\n\\connect stock\n");
    check_refused(project, "all.sql", 2,
                  "lockstep: error: all.sql:3:1: this connects to a second database, \"stock\" "
                  "after \"shop\"\n"
                  "  \\connect stock\n"
                  "  ^\n"
                  "hint: Give each database its own file.\n");
}

TEST_CASE("a psql command that would decide what the schema is, or act outside, is refused") {
    Project const project;
    project.write("a.sql", "SELECT 'CREATE TABLE a ()'\n\\gexec\n");
    check_refused(project, "a.sql", 2,
                  "lockstep: error: a.sql:2:1: the psql command \\gexec cannot be run here\n"
                  "  \\gexec\n"
                  "  ^\n"
                  "hint: Write what it does as plain SQL, or leave it out.\n");
    project.write("a.sql", "\\! touch ran\n");
    CHECK(project.run({"inspect", "a.sql"}).exit_code == 2);
    CHECK(project.read("ran") == "(there is no such file)");
}

}  // namespace
}  // namespace lockstep::tests
