// lockstep diff --sample-rows: plans are rehearsed on rows.
#include <doctest/doctest.h>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

/// A live database, and the schema that it is to have.
struct Site {
    Project project;
    TestDatabase database;

    Site(std::string_view start, std::string_view rows, std::string const& goal)
        : database(std::string(start) + std::string(rows)) {
        project.write("goal.sql", goal);
    }

    Outcome diff(std::vector<std::string> const& more = {}) const {
        std::vector<std::string> words{"diff",      database.url(),  "goal.sql",
                                       "--format",  "sql",           "--allow",
                                       "data-loss", "--sample-rows", "10"};
        words.insert(words.end(), more.begin(), more.end());
        return project.run(words);
    }
};

struct Refusal {
    std::string_view start;
    std::string_view rows;
    char const* goal;
    std::string_view said;
    std::string_view table;
    std::string_view statement;
};

constexpr char const* keyed = "CREATE TABLE c (id int PRIMARY KEY, secret text);\n";

TEST_CASE("a statement that only fails on the rows of the live tables fails in the rehearsal") {
    for (auto const& [start, rows, goal, said, table, statement] : {
             Refusal{"CREATE TABLE t (id int, a int);", "INSERT INTO t VALUES (1, NULL);",
                     "CREATE TABLE t (id int, a int NOT NULL);",
                     "column \"a\" of relation \"t\" contains null values", "public.t",
                     "ALTER COLUMN a SET NOT NULL"},
             Refusal{"CREATE TABLE t (id int);", "INSERT INTO t VALUES (-4711);",
                     "CREATE TABLE t (id int CONSTRAINT positive CHECK (id > 0));",
                     "check constraint \"positive\" of relation \"t\" is violated by some row",
                     "public.t", "CHECK ((id > 0))"},
             Refusal{"CREATE TABLE t (id int);", "INSERT INTO t VALUES (4711), (4711);",
                     "CREATE TABLE t (id int CONSTRAINT once UNIQUE);",
                     "could not create unique index \"once\"", "public.t", "UNIQUE"},
             Refusal{"CREATE TABLE t (id text);", "INSERT INTO t VALUES ('se\"cret');",
                     "CREATE TABLE t (id int);", "invalid input syntax for type integer: …", "",
                     "TYPE integer"},
             Refusal{"CREATE TABLE c (id int PRIMARY KEY); CREATE TABLE t (id int, c int);",
                     "INSERT INTO t VALUES (1, 4711);",
                     "CREATE TABLE c (id int PRIMARY KEY);"
                     "CREATE TABLE t (id int, c int CONSTRAINT known REFERENCES c);",
                     "insert or update on table \"t\" violates foreign key constraint \"known\"",
                     "public.t", "FOREIGN KEY"},
         }) {
        Site const site(start, rows, goal);
        CAPTURE(said);
        auto const outcome = site.diff({"--no-online"});
        CHECK(outcome.exit_code == 6);
        CHECK(outcome.out.empty());
        CHECK(holds(outcome.err, "a statement was refused on the rows in the scratch database: "));
        CHECK(holds(outcome.err, said));
        CHECK(holds(outcome.err, table.empty() ? "\n  about: column public.t.id\n"
                                               : "\n  table: " + std::string(table) + "\n"));
        CHECK(holds(outcome.err, statement));
        // Rows are nobody's business.
        CHECK(!holds(outcome.err, "4711"));
        CHECK(!holds(outcome.err, "cret"));
        // And the online variant finds the same.
        CHECK(site.diff().exit_code == 6);
        CHECK(site.project.run({"diff", site.database.url(), "goal.sql", "--format", "sql"})
                  .exit_code == 1);
    }
}

TEST_CASE("rows that foreign keys reference come along, whatever lies between") {
    Site const site(
        "CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a);"
        "CREATE TABLE b (x int, y text, a int REFERENCES a, PRIMARY KEY (x, y)) PARTITION BY LIST "
        "(x); CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1);"
        "CREATE TABLE b2 PARTITION OF b FOR VALUES IN (2);"
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, x int, y text, n int, "
        "twice int GENERATED ALWAYS AS (n * 2) STORED, FOREIGN KEY (x, y) REFERENCES b);",
        "INSERT INTO a SELECT i, nullif(i + 1, 501) FROM generate_series(1, 500) i;"
        "INSERT INTO b SELECT i % 2 + 1, 'y\\' || i, i FROM generate_series(1, 500) i;"
        "INSERT INTO t (x, y, n) SELECT x, y, a FROM b ORDER BY a DESC;"
        "ALTER TABLE t ADD CONSTRAINT old CHECK (n < 0) NOT VALID;",
        "CREATE TABLE a (id bigint PRIMARY KEY, up bigint REFERENCES a);"
        "CREATE TABLE b (x int, y text, a bigint REFERENCES a, PRIMARY KEY (x, y)) PARTITION BY "
        "LIST (x); CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1);"
        "CREATE TABLE b2 PARTITION OF b FOR VALUES IN (2);"
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, x int, y text, n int, "
        "twice int GENERATED ALWAYS AS (n * 2) STORED, more int DEFAULT 7 NOT NULL, "
        "FOREIGN KEY (x, y) REFERENCES b);"
        "ALTER TABLE t ADD CONSTRAINT old CHECK (n < 0) NOT VALID;");
    auto const outcome = site.diff();
    CHECK_MESSAGE(outcome.exit_code == 1, outcome.err);
    CHECK(outcome.err.empty());
    CHECK(holds(outcome.out, "-- lockstep: proof proved on PostgreSQL "));
    // 10 rows of t, b1 and b2, what they reference in b, and all from there on of the list a.
    CHECK(holds(outcome.out, ", with 5"));
}

TEST_CASE(
    "what is wrong with rows that were not sampled is not found; with a table that cannot be "
    "read, it is said") {
    Site const site("CREATE TABLE t (id int); CREATE TABLE locked (id int);",
                    "INSERT INTO t SELECT 1 FROM generate_series(1, 100);"
                    "INSERT INTO t VALUES (-1); INSERT INTO locked VALUES (-1);",
                    "CREATE TABLE t (id int CHECK (id > 0));"
                    "CREATE TABLE locked (id int CHECK (id > 0));");
    pg::Connection other(site.database.url());
    other.execute(sql("BEGIN; ALTER TABLE locked SET (fillfactor = 100); LOCK TABLE locked"));
    auto const outcome = site.project.run({"diff", site.database.url(), "goal.sql", "--format",
                                           "sql", "--sample-rows", "10", "--no-cache"});
    CHECK_MESSAGE(outcome.exit_code == 1, outcome.err);
    CHECK(holds(outcome.err,
                "Not on rows: public.locked: its rows could not be read: canceling "
                "statement due to lock timeout"));
}

TEST_CASE("where there are no live rows, some are made up that satisfy the constraints") {
    Project const project;
    std::string const start =
        "CREATE TYPE mood AS ENUM ('fine', 'bad');\n"
        "CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 90 AND 95);\n"
        "CREATE TYPE pair AS (a int, b text);\n"
        "CREATE TABLE c (id uuid PRIMARY KEY, code char(3) NOT NULL UNIQUE, m mood NOT NULL);\n"
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, c uuid NOT NULL "
        "REFERENCES c, p percent NOT NULL, since date NOT NULL, until date NOT NULL, "
        "CHECK (since < until), status text NOT NULL CHECK (status IN ('open', 'shut')), "
        "mail text NOT NULL CHECK (mail LIKE '%@%'), long text NOT NULL CHECK (length(long) >= 40),"
        " tags text[] NOT NULL, j jsonb NOT NULL, r int4range NOT NULL, x pair NOT NULL, "
        "b bit(4) NOT NULL, n numeric(3,2) NOT NULL, ip inet NOT NULL, note text);\n"
        "CREATE TABLE p (k int NOT NULL, d date NOT NULL) PARTITION BY RANGE (d);\n"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2031-05-01') TO ('2031-06-01');\n";
    project.write("start.sql", start);
    auto const diff = [&](std::string const& goal) {
        project.write("goal.sql", start + goal);
        return project.run({"diff", "start.sql", "goal.sql", "--format", "sql", "--sample-rows",
                            "4", "--allow", "data-loss"});
    };
    auto const good = diff(
        "ALTER TABLE t ADD more int NOT NULL DEFAULT 1, ALTER p TYPE int;\n"
        "ALTER TABLE c ADD more text; ALTER TABLE p ADD more text;\n");
    CHECK_MESSAGE(good.exit_code == 1, good.err);
    CHECK(good.err.empty());
    CHECK(holds(good.out, ", with 1"));
    auto const bad = diff("ALTER TABLE t ADD more int NOT NULL;\n");
    CHECK(bad.exit_code == 6);
    CHECK(holds(bad.err,
                "column \"more\" of relation \"t\" contains null values\n"
                "  table: public.t (its rows were made up)\n"));
    CHECK(diff("ALTER TABLE t ALTER note SET NOT NULL;\n").exit_code == 6);
    auto const cannot =
        diff("CREATE TABLE no (id int CHECK (id > 0 AND id < 0));\nALTER TABLE t DROP note;\n");
    CHECK(cannot.exit_code == 1);
}

TEST_CASE("a table that no row can be made up for is named") {
    Project const project;
    project.write("start.sql", "CREATE TABLE no (id int NOT NULL CHECK (id * 0 = 1));\n");
    project.write("goal.sql", "CREATE TABLE no (id int NOT NULL CHECK (id * 0 = 1), more int);\n");
    auto const outcome =
        project.run({"diff", "start.sql", "goal.sql", "--format", "sql", "--sample-rows", "3"});
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.err ==
          "lockstep: Not on rows: public.no: no row that it takes could be made up: new row for "
          "relation "
          "\"no\" violates check constraint \"no_id_check\"\n");
}

TEST_CASE("--sample-rows is for plans that are made, and rehearsed") {
    Project const project;
    project.write("a.sql", "CREATE TABLE t (id int);\n");
    CHECK(project.run({"diff", "a.sql", "a.sql", "--sample-rows", "0", "--plan"}).exit_code == 2);
    CHECK(project.run({"diff", "a.sql", "a.sql", "--sample-rows", "1", "--no-verify", "--plan"})
              .exit_code == 2);
    auto const report = project.run({"diff", "a.sql", "a.sql", "--sample-rows", "1"});
    CHECK(report.exit_code == 2);
    CHECK(holds(report.err, "--sample-rows is for plans, and none was asked for"));
    auto const outcome = project.run({"apply", "a.sql", "--sample-rows", "1"});
    CHECK(outcome.exit_code == 2);
    CHECK(holds(outcome.err, "--sample-rows goes with FROM and TO, not with a PLAN"));
}

}  // namespace
}  // namespace lockstep::tests
