// sqlite:FILE, a database or its DDL, held against PostgreSQL by SQLite's affinities.
#include <doctest/doctest.h>

#include <filesystem>

#include <sqlite3.h>

#include "base/files.hpp"
#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

constexpr auto twin =
    "CREATE TABLE tune (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  title TEXT NOT NULL,\n"
    "  tags TEXT NOT NULL, -- JSON\n"
    "  deleted INTEGER NOT NULL DEFAULT 0,\n"
    "  modified INTEGER NOT NULL,\n"
    "  tempo REAL,\n"
    "  cover BLOB\n"
    ");\n";
constexpr auto tables =
    "CREATE TABLE tune (id bigint PRIMARY KEY, title varchar(80) NOT NULL, tags text[] NOT NULL, "
    "deleted boolean NOT NULL, modified timestamptz NOT NULL, tempo numeric(5, 2), cover bytea)";

void make_database(std::string const& path, char const* sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
}

TEST_CASE("a twin in SQLite is in step by its affinities, as DDL and as a database") {
    Project const project;
    project.write("twin.sql", twin);
    make_database(project.path("twin.db"), twin);
    TestDatabase const database(tables);
    for (auto const* const source : {"sqlite:twin.sql", "sqlite:twin.db"}) {
        auto const outcome = project.run({"check", "--db", database.url(), "--against", source});
        CHECK_MESSAGE(outcome.exit_code == 0, outcome.out, outcome.err);
        CHECK(outcome.out.empty());
    }
}

TEST_CASE("each kind of drift of a twin in SQLite is found at its line") {
    struct Drift {
        char const* change;
        char const* found;
    };
    for (auto const& [change, found] : std::initializer_list<Drift>{
             {"ALTER TABLE tune ADD mode text", "twin.sql:1"},
             {"ALTER TABLE tune DROP tempo", "twin.sql:7"},
             {"ALTER TABLE tune ALTER title TYPE int USING 0", "twin.sql:3"},
             {"ALTER TABLE tune ALTER tags TYPE boolean USING true", "twin.sql:4"},
             {"ALTER TABLE tune ALTER deleted TYPE text", "twin.sql:5"},
             {"ALTER TABLE tune ALTER modified TYPE jsonb USING '{}'", "twin.sql:6"},
             {"ALTER TABLE tune ALTER cover TYPE boolean USING true", "twin.sql:8"},
             {"ALTER TABLE tune ALTER title DROP NOT NULL", "twin.sql:3"},
             {"ALTER TABLE tune ALTER tempo SET NOT NULL", "twin.sql:7"},
             {"DROP TABLE tune", "twin.sql:1"}}) {
        CAPTURE(change);
        Project const project;
        project.write("twin.sql", twin);
        TestDatabase database(tables);
        database.run(change);
        auto const outcome = project.run({"check", "--db", database.url(), "--against",
                                          "sqlite:twin.sql", "--format", "github"});
        CHECK(outcome.exit_code == 1);
        auto const file =
            std::string("file=twin.sql,line=") + (found + std::string("twin.sql:").size());
        CHECK_MESSAGE(holds(outcome.out, file + ","), outcome.out);
    }
}

constexpr auto keyed_twin =
    "CREATE TABLE genre (id TEXT PRIMARY KEY, name TEXT UNIQUE);\n"
    "CREATE TABLE tune (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  genreId TEXT NOT NULL REFERENCES genre,\n"
    "  title TEXT NOT NULL,\n"
    "  UNIQUE (title, genreId)\n"
    ");\n";
constexpr auto keyed_tables =
    "CREATE TABLE elsewhere (id int PRIMARY KEY);"
    "CREATE TABLE genre (id text PRIMARY KEY, name text);"
    "CREATE UNIQUE INDEX names ON genre (name DESC);"
    "CREATE TABLE tune (id int CONSTRAINT tune_key PRIMARY KEY, genre_id text NOT NULL CONSTRAINT "
    "of_genre REFERENCES genre (id), title text NOT NULL, CONSTRAINT titles UNIQUE (genre_id, "
    "title))";

/// What `check` finds, a line each.
std::string keys_found(std::string const& definitions, std::string const& change) {
    Project const project;
    project.write("twin.sql", definitions);
    TestDatabase database(keyed_tables);
    database.run("DROP TABLE elsewhere; " + change);
    auto const outcome =
        project.run({"check", "--db", database.url(), "--against", "sqlite:twin.sql"});
    CHECK_MESSAGE(outcome.exit_code <= 1, outcome.err);
    return outcome.out;
}

TEST_CASE("keys of a twin in SQLite are compared by their columns") {
    CHECK(keys_found(keyed_twin, "") == "");
    struct Drift {
        char const* change;
        std::vector<std::string> found;
    };
    for (auto const& [change, found] : std::initializer_list<Drift>{
             {"ALTER TABLE tune DROP CONSTRAINT of_genre", {"twin.sql:4", "tune_genre_id_fkey"}},
             {"ALTER TABLE tune DROP CONSTRAINT titles",
              {"twin.sql:5", "tune_title_genre_id_key", "duplicates"}},
             {"ALTER TABLE tune DROP CONSTRAINT tune_key", {"twin.sql:3", "tune_pkey"}},
             {"ALTER TABLE tune DROP CONSTRAINT tune_key, ADD CONSTRAINT tune_key PRIMARY KEY "
              "(title)",
              {"twin.sql:3", "tune_key"}},
             {"DROP INDEX names", {"twin.sql:1", "genre_name_key"}},
             {"ALTER TABLE genre ADD CONSTRAINT few UNIQUE (id, name)",
              {"few", "writes that the definitions allow are refused"}},
             {"ALTER TABLE tune ADD CONSTRAINT other FOREIGN KEY (title) REFERENCES genre",
              {"other", "writes that the definitions allow are refused"}}}) {
        CAPTURE(change);
        auto const out = keys_found(keyed_twin, change);
        for (auto const& part : found) {
            CHECK_MESSAGE(holds(out, part), out);
        }
    }
}

TEST_CASE(
    "of keys that a twin in SQLite never has, and to tables that it has not, nothing is said") {
    CHECK(keys_found("CREATE TABLE genre (id TEXT PRIMARY KEY NOT NULL, name TEXT);\n"
                     "CREATE TABLE tune (id INTEGER PRIMARY KEY, genre_id TEXT NOT NULL,\n"
                     "  title TEXT NOT NULL);\n",
                     "") == "");
    Project const project;
    project.write("twin.sql", keyed_twin);
    TestDatabase const database(std::string(keyed_tables) +
                                "; ALTER TABLE tune ADD FOREIGN KEY (id) REFERENCES elsewhere");
    auto const outcome =
        project.run({"check", "--db", database.url(), "--against", "sqlite:twin.sql"});
    CHECK(holds(outcome.out, "1 finding in 1 object"));
    CHECK(holds(outcome.out, "table public.elsewhere"));
}

TEST_CASE("a table that only one of the two has") {
    Project const project;
    project.write("twin.sql",
                  std::string(twin) + "CREATE TABLE sync_outbox (id INTEGER PRIMARY KEY);\n");
    TestDatabase const database(std::string(tables) + "; CREATE TABLE genre (id text)");
    auto const outcome =
        project.run({"check", "--db", database.url(), "--against", "sqlite:twin.sql"});
    CHECK(outcome.exit_code == 1);
    CHECK(holds(outcome.out, "sync_outbox"));
    CHECK(holds(outcome.out, "genre"));
}

TEST_CASE("a database of SQLite is only read, also where a log lies beside it") {
    Project const project;
    auto const path = project.path("twin.db");
    sqlite3* writer = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &writer) == SQLITE_OK);
    for (auto const* const sql : {"PRAGMA journal_mode = wal", "CREATE TABLE a (id INTEGER)"}) {
        REQUIRE(sqlite3_exec(writer, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    auto const before = read_file_if_any(path);
    auto const outcome = project.run({"diff", "sqlite:twin.db", "empty:"});
    CHECK_MESSAGE(outcome.exit_code == 1, outcome.err);
    CHECK(holds(outcome.out, "public.a"));
    CHECK(read_file_if_any(path) == before);
    sqlite3_close(writer);
}

TEST_CASE("what is no database, and what is damaged") {
    Project const project;
    make_database(project.path("good.db"), twin);
    auto image = read_file_if_any(project.path("good.db")).value();
    project.write("cut.db", std::string_view(image).substr(0, 600));
    std::fill(image.begin() + 40, image.begin() + 3000, '\xff');
    project.write("bad.db", image);
    project.write("other.db", std::string_view("\x7f"
                                               "ELF\0\0\1",
                                               7));
    for (auto const* const file : {"cut.db", "bad.db"}) {
        auto const outcome = project.run({"diff", std::string("sqlite:") + file, "empty:"});
        CAPTURE(outcome.err);
        CHECK(outcome.exit_code == 2);
        CHECK(holds(outcome.err, std::string(file) + " cannot be read as a database of SQLite: "));
    }
    auto const other = project.run({"diff", "sqlite:other.db", "empty:"});
    CHECK(other.exit_code == 2);
    CHECK(holds(other.err, "other.db is no text file in UTF-8"));
    CHECK(project.run({"diff", "sqlite:none.db", "empty:"}).exit_code == 4);
    CHECK(!std::filesystem::exists(project.path("none.db")));
}

}  // namespace
}  // namespace lockstep::tests
