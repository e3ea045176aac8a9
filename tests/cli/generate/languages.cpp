// What is generated is held against the languages' own tools, in their strictest modes. Those from
// npm are in build/languages, where ./dev puts them.
#include <filesystem>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "base/files.hpp"
#include "support/kitchen_sink.hpp"
#include "support/project.hpp"
#include "support/repository.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

namespace fs = std::filesystem;

fs::path const top = LOCKSTEP_SOURCE_DIR;

/// A repository with all that is generated of a database, and the languages' tools.
struct Site {
    Project project;

    explicit Site(std::string const& source) {
        auto const modules = top / "build/languages/node_modules";
        REQUIRE_MESSAGE(fs::exists(modules), "./dev languages fetches the tools from npm");
        fs::create_directory_symlink(modules, project.path("node_modules"));
        for (auto const* const name :
             {"tsconfig.json", "pyrightconfig.json", "entities_and_database.ts"}) {
            project.write(name, read_text_file(top / "tests/languages" / name));
        }
        for (auto const* const name : {"schemas/__init__.py", "schemas/database/__init__.py"}) {
            project.write(name, "");
        }
        auto const outcome = project.run({"generate", "*", "--db", source});
        REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.err);
    }

    /// What a program says; nothing where it finds nothing.
    std::string said(std::string const& program, std::vector<std::string> const& arguments,
                     std::string const& input = {}) const {
        auto options = project.options();
        options.folder = project.path();
        options.input = input;
        auto const outcome = run_program(program, arguments, options);
        return outcome.exit_code == 0
                   ? outcome.out
                   : fmt::format("exit code {}\n{}{}", outcome.exit_code, outcome.out, outcome.err);
    }
    std::string tool(std::string const& name, std::vector<std::string> const& arguments) const {
        return said(project.path("node_modules/.bin/" + name), arguments);
    }

    std::string mypy() const {
        return said("/usr/bin/mypy", {"--strict", "--no-error-summary", "schemas"});
    }
    std::string pyright() const { return tool("pyright", {}); }
    std::string python() const {
        return said("/usr/bin/python3",
                    {"-W", "error", "-B", "-c",
                     "import schemas.models, schemas.database.entities as e\n"
                     "import schemas.database.relationships, schemas.schema_version, json\n"
                     "json.load(open('schemas/database.schema.json'))\n"
                     "json.load(open('schemas/schema_version.json'))"});
    }
    std::string tsc() const { return tool("tsc", {"-p", "."}); }
    std::string cpp() const {
        return said("/usr/bin/c++",
                    {"-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion",
                     "-Werror", "-I.", "-fsyntax-only", "-x", "c++", "-"},
                    "#include \"src/database.hpp\"\n");
    }
    std::string sqlite() const {
        return said("/usr/bin/sqlite3", {":memory:"}, project.read("sqlite/schema.sql"));
    }
};

/// What all of them say of it.
void check_languages(Site const& site) {
    CHECK(site.mypy().empty());
    CHECK(site.pyright() == "0 errors, 0 warnings, 0 informations\n");
    CHECK(site.python().empty());
    CHECK(site.tsc().empty());
    CHECK(site.cpp().empty());
    CHECK(site.sqlite().empty());
}

/// Names and texts that would end what they stand in.
constexpr auto hostile = R"sql(
CREATE TYPE mood AS ENUM ('happy', 'so-so', '', 'a"b', 'a''b', '`${x}`', '*/', '"""', E'a\nb', '\',
  'class', '1st', 'Happy', 'HAPPY', 'mro', '??/', 'größe', '✓', '日本');
CREATE TYPE "None" AS ENUM ('a');
CREATE TYPE "user_row" AS ENUM ('a');
CREATE TYPE "json" AS ENUM ('a');
CREATE TYPE address AS (street text, "zip code" int, "class" mood);
CREATE TABLE users (id int PRIMARY KEY, "str" text, "date" date, type text, "int" int[],
  "Optional" text, "Mood" mood, "UserRow" int, "constructor" int, "std" text, "__proto__" int,
  "__init__" int, "json" jsonb, "model_config" int, "a b" int, "a-b" int, "a_b" int, "A_b" int,
  "1st" int, "x""y" int, "x'y" int, "*/" int, "${x}" int, "`" int, "\" int, "\n" int, "✓" int,
  "größe" int, "日本" int, "import" int, "int64_t" bigint, "moods" mood[], "where" address,
  "self" int REFERENCES users);
COMMENT ON TABLE users IS E'*/ """ \\ ''''''\n-- $$ ` ${x} ??/ <b> | \n/* # {{title}} \\';
COMMENT ON COLUMN users."str" IS E'*/ " \\ \n """ ';
COMMENT ON COLUMN users."1st" IS E'" /* ';
COMMENT ON TYPE mood IS E'"""\n*/';
CREATE TABLE "record" (id int, "Record" int);
CREATE TABLE "user-row" (id int);
CREATE TABLE "class" (id int DEFAULT 1 CHECK (id <> 7), t text DEFAULT E'\\''"${x}`\n' CHECK (t <> '\\''`${x}'));
CREATE TABLE "sql" (id int);
CREATE SCHEMA "odd schema";
CREATE TABLE "odd schema"."users" (id int PRIMARY KEY, "M" mood);
CREATE TABLE "odd schema"."?" (id int PRIMARY KEY REFERENCES "odd schema".users, u int REFERENCES users);
)sql";

TEST_CASE("all that is generated of the kitchen sink is accepted by the languages' tools") {
    TestDatabase database;
    make_kitchen_sink(database.connection());
    check_languages(Site(database.url()));
}

TEST_CASE("all that is generated of hostile names and texts is accepted, and in step") {
    TestDatabase database(hostile);
    Site const site(database.url());
    check_languages(site);
    auto const check =
        site.project.run({"check", "--db", database.url(), "--against", "python:schemas/database",
                          "--against", "python:schemas/enums.py", "--fail-on", "critical"});
    CHECK_MESSAGE(check.exit_code <= 1, check.err);
}

TEST_CASE("the tools do find what is wrong") {
    Site const site((top / "tests/languages/application.sql").string());
    check_languages(site);
    site.project.write("shared/wrong.ts", "export const x: string = 1;\n");
    site.project.write("schemas/wrong.py", "x: str = 1\n");
    site.project.write("src/database.hpp", "int x = 1.5;\n");
    CHECK(holds(site.tsc(), "shared/wrong.ts"));
    CHECK(holds(site.mypy(), "schemas/wrong.py"));
    CHECK(holds(site.pyright(), "1 error"));
    CHECK(holds(site.cpp(), "-Werror"));
}

TEST_CASE("drizzle-kit makes the same database of the generated tables") {
    auto const application = read_text_file(top / "tests/languages/application.sql");
    TestDatabase database(application);
    Site const site(database.url());
    TestDatabase drizzled(site.tool("drizzle-kit", {"export", "--dialect", "postgresql", "--schema",
                                                    "worker/src/schema-postgres.ts"}));
    auto const diff = site.project.run({"diff", database.url(), drizzled.url()});
    CHECK_MESSAGE(diff.exit_code == 0, diff.out, diff.err);
}

TEST_CASE("TypeORM finds nothing to change in the database of the generated entities") {
    auto const application = read_text_file(top / "tests/languages/application.sql");
    TestDatabase database(application.substr(0, application.find("-- only Drizzle")));
    Site const site(database.url());
    auto const entities = [&] {
        return site.tool(
            "tsx",
            {"entities_and_database.ts",
             database.value("SELECT current_setting('unix_socket_directories')"),
             database.value("SELECT current_user"), database.value("SELECT current_database()")});
    };
    CHECK(entities().empty());
    database.run("ALTER TABLE notes ADD extra integer");
    CHECK(holds(entities(), "DROP COLUMN \"extra\""));
}

}  // namespace
}  // namespace lockstep::tests
