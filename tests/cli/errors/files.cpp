#include <doctest/doctest.h>

#include <filesystem>

#include <unistd.h>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

namespace fs = std::filesystem;

void check_message(Project const& project, std::vector<std::string> const& arguments, int exit_code,
                   std::string const& message) {
    auto const outcome = project.run(arguments);
    CHECK(outcome.exit_code == exit_code);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == message);
    CHECK(project.leftovers().empty());
}

TEST_CASE("a config with an unknown key names the nearest one") {
    Project const project;
    project.write("schema_sync_config.json", "{\n  \"databas\": {}\n}\n");
    check_message(project, {"check"}, 2,
                  "lockstep: error: schema_sync_config.json:2:3: unknown key \"databas\"; did you "
                  "mean \"database\"?\n"
                  "    \"databas\": {}\n"
                  "    ^\n"
                  "hint: One of: $schema, version, database, databases, scratch, local_schemas, "
                  "sync_rules, ci_cd, naming_conventions, code_generation, hooks, notifications, "
                  "monitoring, migrations, apply, sync. A key of your own begins with \"x-\".\n");
}

TEST_CASE("a config with a value of the wrong type says which one is wanted") {
    Project const project;
    project.write("schema_sync_config.json",
                  "{ \"database\": { \"schemas_to_check\": \"public\" } }\n");
    check_message(project, {"check"}, 2,
                  "lockstep: error: schema_sync_config.json:1:37: \"database.schemas_to_check\" "
                  "must be a list of texts, but is a text\n"
                  "  { \"database\": { \"schemas_to_check\": \"public\" } }\n"
                  "                                      ^\n");
}

TEST_CASE("a config that needs a variable which is not set names key and variable") {
    Project const project;
    project.write("schema_sync_config.json", "{ \"database\": { \"url\": \"${SHOP_URL}\" } }\n");
    check_message(project, {"check"}, 2,
                  "lockstep: error: schema_sync_config.json:1:24: \"database.url\" needs the "
                  "environment variable SHOP_URL, which is not set\n"
                  "  { \"database\": { \"url\": \"${SHOP_URL}\" } }\n"
                  "                         ^\n");
}

TEST_CASE("JSON that is none is told with line and column") {
    Project const project;
    project.write("schema_sync_config.json", "{\n  \"database\": { \"url\" \"x\" }\n}\n");
    check_message(project, {"check"}, 2,
                  "lockstep: error: schema_sync_config.json:2:23: a colon should stand behind the "
                  "key \"url\"\n"
                  "    \"database\": { \"url\" \"x\" }\n"
                  "                        ^\n");
}

TEST_CASE("a config that is not there") {
    Project const project;
    check_message(project, {"check", "--config", "none.json"}, 4,
                  "lockstep: error: there is no config none.json\n"
                  "hint: Name one that is there, or none: it is looked for upwards; lockstep init "
                  "writes one\n");
}

TEST_CASE("a snapshot that is damaged is told with line and column") {
    Project const project;
    project.write(
        "snapshot.json",
        "{\n  \"format\": \"lockstep/snapshot\",\n  \"version\": 1,\n  \"objects\": [}\n}\n");
    check_message(project, {"inspect", "snapshot.json"}, 2,
                  "lockstep: error: snapshot.json:4:15: expected a value\n"
                  "    \"objects\": [}\n"
                  "                ^\n");
}

TEST_CASE("a snapshot of a newer lockstep, or with a version that is none, is told as that") {
    Project const project;
    project.write(
        "snapshot.json",
        "{\n  \"format\": \"lockstep/snapshot\",\n  \"version\": 2,\n  \"news\": {}\n}\n");
    check_message(project, {"inspect", "snapshot.json"}, 2,
                  "lockstep: error: snapshot.json:3:14: this lockstep reads snapshots of version "
                  "1, and this is version 2\n"
                  "    \"version\": 2,\n"
                  "               ^\n"
                  "hint: a newer lockstep wrote it: use that one, or write the snapshot anew with "
                  "this one\n");
    project.write("snapshot.yaml", "format: lockstep/snapshot\nversion: one\n");
    check_message(project, {"inspect", "snapshot.yaml"}, 2,
                  "lockstep: error: snapshot.yaml:2:10: the version of a snapshot must be a whole "
                  "number from 1 on\n"
                  "  version: one\n"
                  "           ^\n");
}

TEST_CASE("a config with a rule or a kind that there is not names the nearest one") {
    Project const project;
    project.write("schema_sync_config.json",
                  "{\n  \"sync_rules\": { \"severity_levels\": { \"enum_aded\": \"low\" } }\n}\n");
    check_message(project, {"check"}, 2,
                  "lockstep: error: schema_sync_config.json:2:40: "
                  "\"sync_rules.severity_levels\": there is no rule \"enum_aded\"; did you mean "
                  "\"enum_added\"?\n"
                  "    \"sync_rules\": { \"severity_levels\": { \"enum_aded\": \"low\" } }\n"
                  "                                         ^\n");
    project.write("schema_sync_config.json",
                  "{ \"local_schemas\": { \"definitions\": [{ \"source\": \"a.sql\", \"kinds\": "
                  "[\"tabel\"] }] } }\n");
    auto const outcome = project.run({"check"});
    CHECK(outcome.exit_code == 2);
    CHECK(holds(outcome.err, "there is no kind of object \"tabel\"; did you mean \"table\"?"));
}

TEST_CASE("an error in SQL is told with file, line, column and statement") {
    Project const project;
    project.write("schema/a.sql", "CREATE TABLE a (id bigint);\n");
    project.write("schema/b.sql", "CREATE TABLE b (\n    id bigint,\n    at timestampp\n);\n");
    check_message(project, {"inspect", "schema/"}, 2,
                  "lockstep: error: schema/b.sql:3:8: type \"timestampp\" does not exist\n"
                  "  in the statement of line 1: CREATE TABLE b ( …\n"
                  "      at timestampp\n"
                  "         ^\n");
}

TEST_CASE("SQL that is not whole is told where it begins") {
    Project const project;
    project.write("a.sql", "CREATE TABLE a (id bigint);\nCOMMENT ON TABLE a IS 'never ends;\n");
    check_message(project, {"inspect", "a.sql"}, 2,
                  "lockstep: error: a.sql:2:23: this string has no end: ' is missing\n"
                  "  COMMENT ON TABLE a IS 'never ends;\n"
                  "                        ^\n");
}

TEST_CASE("a file that is no text") {
    Project const project;
    project.write("a.sql", std::string("SELECT 1;\0\xff\xfe", 12));
    check_message(project, {"inspect", "a.sql"}, 2,
                  "lockstep: error: a.sql is no text file in UTF-8\n"
                  "hint: Convert it, for example: iconv -f LATIN1 -t UTF-8\n");
}

TEST_CASE("a source that is not there") {
    Project const project;
    check_message(project, {"inspect", "none.sql"}, 4,
                  "lockstep: error: there is no file or folder none.sql\n"
                  "hint: A source is a path, a database of the config, or one of the forms that "
                  "`lockstep diff --help` lists.\n");
    check_message(
        project, {"inspect", "other:thing"}, 2,
        "lockstep: error: \"other:thing\" is no source that this version knows\n"
        "hint: A source is one of:\n"
        "  postgresql://…         a live database\n"
        "  NAME                   a database of the config's `databases`\n"
        "  migrations:DIR         a folder of migrations, replayed in order\n"
        "  git:REV:PATH           any file source as it stood at a revision\n"
        "  python:DIR             classes of Python: a file, or the files of a folder\n"
        "  typescript:DIR         types, and tables of Drizzle and TypeORM: a file, or the "
        "files of a folder\n"
        "  sqlite:FILE            a database of SQLite, or a file of its DDL\n"
        "  version:N              a recorded version: its number, its tag, or LATEST\n"
        "  empty:                 what a new database holds\n"
        "  FILE.json, FILE.yaml   a snapshot\n"
        "  FILE.sql, DIR/         SQL files, in the order of their names\n");
}

TEST_CASE("a folder without SQL") {
    Project const project;
    project.write("schema/readme.txt", "nothing\n");
    check_message(project, {"inspect", "schema/"}, 4,
                  "lockstep: error: schema/ holds no .sql file\n");
}

TEST_CASE("a cycle of symbolic links") {
    Project const project;
    project.write("schema/a.sql", "CREATE TABLE a (id bigint);\n");
    fs::create_directory_symlink("../schema", project.path("schema/again"));
    check_message(project, {"inspect", "schema/"}, 2,
                  "lockstep: error: schema/again: a cycle of symbolic links leads back to " +
                      project.path() + "/schema\n");
}

/// As a user who is not root: for root every file is readable.
Outcome run_unprivileged(Project const& project, std::vector<std::string> arguments) {
    if (::geteuid() != 0) {
        return project.run(arguments);
    }
    arguments.insert(arguments.begin(), {"--reuid=65534", "--clear-groups", LOCKSTEP_BINARY});
    return run_program("/usr/bin/setpriv", arguments, project.options({{"HOME", "/nonexistent"}}));
}

TEST_CASE("a file that may not be read") {
    Project const project;
    project.write("a.sql", "CREATE TABLE a (id bigint);\n");
    fs::permissions(project.path("a.sql"), fs::perms::none);
    auto const outcome = run_unprivileged(project, {"inspect", "a.sql"});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == "lockstep: error: cannot read a.sql: Permission denied\n");
}

TEST_CASE("a disk that is full for the cache costs the memory of it, not the answer") {
    TestDatabase const database("CREATE TABLE orders (id bigint)");
    Project const project;
    project.write("snapshot.json", "");
    // No file may grow: what cannot be written is as on a full disk.
    auto const run = [&](std::string const& command) {
        return run_program("/bin/sh",
                           {"-c", "trap '' XFSZ; ulimit -f 0; exec " LOCKSTEP_BINARY " " + command},
                           project.options({{"DATABASE_URL", database.url()}}));
    };
    REQUIRE(project.run({"inspect", database.url(), "-o", "snapshot.json"}).exit_code == 0);
    auto const outcome = run("check --against snapshot.json");
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == 0);
    auto const report = run("inspect -o new.json");
    CHECK(report.exit_code == 2);
    CHECK(!fs::exists(project.path("new.json")));
}

}  // namespace
}  // namespace lockstep::tests
