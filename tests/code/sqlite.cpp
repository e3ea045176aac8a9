#include "code/sqlite.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "support/shown_definitions.hpp"

namespace lockstep::tests {
namespace {

std::string read(std::string text) {
    return shown(code::read_sqlite_script({"a.sql", std::move(text)}));
}

TEST_CASE("SQLite: columns have the affinities of their types, and places") {
    auto const made = code::read_sqlite_script({"a.sql", R"(
-- CREATE TABLE commented (x);
CREATE TABLE IF NOT EXISTS main."tune" (
  id INTEGER PRIMARY KEY,
  title VARCHAR(200) NOT NULL DEFAULT 'a;b',
  "genre""s" TEXT, tempo DECIMAL(5, 2) CHECK (tempo > 0), /* a, b */ size DOUBLE,
  flag BOOLEAN NOT NULL, raw BLOB, anything,
  at DATETIME, total INT GENERATED ALWAYS AS (id * 2),
  FOREIGN KEY ("genre""s") REFERENCES genre (id), UNIQUE (title, at)
) STRICT_OR_NOT;
CREATE TABLE pair (a TEXT, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
)"});
    CHECK(shown(made) ==
          "pair 11 pair: a text, b text\n"
          "a.sql:3:1: SQLite refuses this: unknown table option: STRICT_OR_NOT\n");
    CHECK(
        read("CREATE TABLE t (\n  id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL,\n"
             "  \"genre\"\"s\" TEXT, tempo DECIMAL(5, 2), size DOUBLE, flag BOOLEAN NOT NULL,\n"
             "  raw BLOB, anything, at DATETIME, total INT GENERATED ALWAYS AS (id * 2));\n") ==
        "t 1 t: id integer, title text, genre\"s text?, tempo numeric?, size real?, flag numeric, "
        "raw blob?, anything any?, at numeric?, total integer?\n");
}

TEST_CASE("SQLite: each column is at its own line, whatever was altered") {
    auto const read =
        code::read_sqlite_script({"a.sql",
                                  "CREATE TABLE t (\n  a INT,\n  b NUMERIC(1, 2)\n);\n"
                                  "ALTER TABLE t ADD COLUMN c TEXT;\n"
                                  "ALTER TABLE t RENAME COLUMN a TO d;\n"
                                  "ALTER TABLE t RENAME TO u;\n"
                                  "CREATE TABLE gone (x);\nDROP TABLE gone;\n"});
    REQUIRE(read.records.size() == 1);
    auto const& record = read.records.front();
    CHECK(record.name == "u");
    CHECK(record.place == TextPlace{"a.sql", 1, 14});
    REQUIRE(record.fields.size() == 3);
    CHECK(record.fields[0].name == "d");
    CHECK(record.fields[0].place == TextPlace{"a.sql", 6, 34});
    CHECK(record.fields[1].place == TextPlace{"a.sql", 3, 3});
    CHECK(record.fields[2].place == TextPlace{"a.sql", 5, 26});
}

TEST_CASE("SQLite: keys are read, and where they are") {
    auto const read =
        code::read_sqlite_script({"a.sql",
                                  "CREATE TABLE t (\n  a INT,\n  b INT REFERENCES u,\n"
                                  "  c TEXT UNIQUE,\n  PRIMARY KEY (b, a),\n"
                                  "  FOREIGN KEY (a, c) REFERENCES \"x.y\" (d, e)\n);\n"
                                  "CREATE UNIQUE INDEX i ON t (a);\n"
                                  "CREATE UNIQUE INDEX j ON t (b) WHERE b > 0;\n"
                                  "CREATE UNIQUE INDEX k ON t (lower(c));\n"
                                  "CREATE INDEX l ON t (c);\n"});
    REQUIRE(read.records.size() == 1);
    std::string shown;
    for (auto const& key : read.records.front().keys) {
        shown += key.type + " (" + join(key.columns, ", ") + ") " + key.table + " (" +
                 join(key.other_columns, ", ") + ") " + std::to_string(key.place.line) + "\n";
    }
    CHECK(shown ==
          "PRIMARY KEY (b, a)  () 3\n"
          "UNIQUE (a)  () 2\n"
          "UNIQUE (c)  () 4\n"
          "FOREIGN KEY (a, c) public.x.y (d, e) 2\n"
          "FOREIGN KEY (b) u () 3\n");
}

TEST_CASE("SQLite: what is no definition is not run, and what is refused is told") {
    CHECK(read("ATTACH 'x.db' AS other;\nSELECT load_extension('x');\nPRAGMA writable_schema = 1;\n"
               "CREATE TABLE a (x INT);\nINSERT INTO a VALUES (1);\n"
               "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END;\n"
               "CREATE VIRTUAL TABLE f USING nothing_known(x);\nCREATE TABEL b (x);\n"
               "CREATE VIEW v AS SELECT x FROM a;\nCREATE TABLE c (y TEXT)") ==
          "a 4 a: x integer?\nc 10 c: y text?\n"
          "a.sql:8:8: SQLite refuses this: near \"TABEL\": syntax error\n");
}

TEST_CASE("SQLite: a statement that would never end is given up") {
    auto const text = read(
        "CREATE TABLE a AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
        "SELECT x FROM n;\n");
    CHECK(text == "a.sql:1:1: SQLite refuses this: it takes too long\n");
}

TEST_CASE("SQLite: a damaged image is refused") {
    std::string image("SQLite format 3\0", 16);
    image += std::string(4096, 'x');
    CHECK_THROWS_WITH_AS(code::read_sqlite_image(image, "a.db"),
                         "a.db cannot be read as a database of SQLite: file is not a database",
                         Error);
}

}  // namespace
}  // namespace lockstep::tests
