// Names that look like something else, in every place where a name can stand.
#include <doctest/doctest.h>

#include <fmt/core.h>

#include "sql/sql.hpp"
#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

std::vector<std::string> hostile_names() {
    return {"\"",
            "a b",
            "a.b",
            "ünïcödé ☃",
            "select",
            std::string(63, 'x'),
            "$$",
            "$lockstep$",
            "new\nline",
            "--",
            "/* ",
            "-- lockstep: step 2 in a transaction",
            "x\n-- lockstep: step 2 outside a transaction\nCOMMIT;",
            "COMMIT",
            "\\",
            "'",
            "%s {} %1$s",
            " "};
}

/// Another name that is no better.
std::string another(std::string const& name) {
    constexpr std::size_t longest = 63;
    return ("y" + name).substr(0, longest);
}

/// `pattern` with each `@` replaced by the name as an identifier, each `^` by another such name,
/// each `~` by it as a text.
std::string with_name(std::string_view pattern, std::string const& name) {
    std::string text;
    for (char const c : pattern) {
        if (c == '@') {
            text += ident(name).text();
        } else if (c == '^') {
            text += ident(another(name)).text();
        } else if (c == '~') {
            text += literal(name).text();
        } else {
            text += c;
        }
    }
    return text;
}

constexpr std::string_view before =
    "CREATE SCHEMA @;\n"
    "CREATE TYPE @.e AS ENUM ('a');\n"
    "CREATE TABLE @.target (@ int PRIMARY KEY);\n"
    "CREATE TABLE @.@ (id int NOT NULL, @ int, e @.e);\n"
    "CREATE TABLE @.parts (k int) PARTITION BY LIST (k);\n"
    "CREATE TABLE @.part PARTITION OF @.parts FOR VALUES IN (1);\n";
constexpr std::string_view after =
    "CREATE SCHEMA @;\n"
    "CREATE TYPE @.e AS ENUM ('a', ~);\n"
    "CREATE TABLE @.target (@ int PRIMARY KEY);\n"
    "CREATE TABLE @.@ (id int NOT NULL CONSTRAINT ^ UNIQUE, @ int REFERENCES @.target, "
    "e @.e DEFAULT ~, CHECK (@ > 0));\n"
    "CREATE INDEX index ON @.@ (@);\n"
    "COMMENT ON TABLE @.@ IS ~;\n"
    "CREATE FUNCTION @.f(@ int, ^ text) RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
    "CREATE FUNCTION @.f(^ text) RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
    "CREATE TABLE @.parts (k int) PARTITION BY LIST (k);\n"
    "CREATE TABLE @.part (k int);\n";

std::string all(std::string_view pattern) {
    std::string text;
    for (auto const& name : hostile_names()) {
        text += with_name(pattern, name);
    }
    return text;
}

/// Rows that stand in the way of the unique constraint, until they are gone.
constexpr std::string_view rows =
    "INSERT INTO @.target VALUES (1); INSERT INTO @.@ VALUES (1, 1, 'a'), (1, 1, 'a');\n";

TEST_CASE("plans of hostile names are made on rows, applied online, cut off and gone on with") {
    Project const project;
    TestDatabase database(all(before));
    project.write("goal.sql", all(after));
    auto const diff = [&](std::string const& file) {
        return project.run({"diff", database.url(), "goal.sql", "--format", "sql", "--sample-rows",
                            "3", "-o", file});
    };
    auto const made = diff("plan.sql");
    REQUIRE_MESSAGE(made.exit_code == 1, made.err);
    CHECK(holds(made.out, "CONCURRENTLY"));
    database.run(all(rows));
    auto const on_rows = diff("other.sql");
    CHECK(on_rows.exit_code == 6);
    CHECK(holds(on_rows.err, "could not create unique index"));

    auto const apply = [&] { return project.run({"apply", "plan.sql", "--db", database.url()}); };
    auto const failed = apply();
    CHECK(failed.exit_code == 7);
    CHECK(holds(failed.err, "could not create unique index"));
    CHECK(database.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0");
    database.run(all("DELETE FROM @.@ WHERE ctid = '(0,1)';\n"));
    auto const done = apply();
    CHECK_MESSAGE(done.exit_code == 0, done.err);
    CHECK(project.run({"diff", database.url(), "goal.sql"}).exit_code == 0);
    CHECK(database.value(with_name("SELECT count(*) FROM @.@", "COMMIT")) == "1");
}

TEST_CASE("names of databases and programs are printed so that no terminal heeds them") {
    Project const project;
    TestDatabase server;
    std::string const name = "x\n-- lockstep: step 1; \x1b[2J \"y\"";
    server.run("CREATE DATABASE " + ident(name).text());
    auto const url = pg::with_database(server.url(), name);
    project.write("goal.sql", "CREATE TABLE t (id int);\nCREATE TABLE u (id int);\n");
    {
        pg::Connection other(url, {.application_name = "\x1b[2J"});
        other.execute(sql("SELECT pg_advisory_lock('x6c6f636b73746570'::bit(64)::bigint)"));
        auto const made = project.run({"diff", url, "goal.sql", "--format", "sql"});
        REQUIRE_MESSAGE(made.exit_code == 1, made.err);
        project.write("plan.sql", made.out);
        auto const locked = project.run({"apply", "plan.sql", "--db", url});
        CHECK(locked.exit_code == 5);
        CHECK(!holds(locked.err, "\x1b"));
        CHECK(!holds(made.out, "\x1b"));
    }
    auto const outcome = project.run({"apply", "plan.sql", "--db", url, "--format", "json"});
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(!holds(outcome.out, "\x1b"));
    server.run("DROP DATABASE " + ident(name).text());
}

}  // namespace
}  // namespace lockstep::tests
