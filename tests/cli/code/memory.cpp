// How much memory reading takes, at most: figures are in docs/limits.md.
#include <doctest/doctest.h>

#include <array>
#include <filesystem>

#include <fmt/core.h>
#include <sqlite3.h>

#include "support/project.hpp"

namespace lockstep::tests {
namespace {

constexpr std::size_t megabyte = 1U << 20;

/// Definitions of one table after the other; {} is its number.
struct Sample {
    char const* name;
    char const* source;
    char const* head;
    char const* table;
};
constexpr auto samples = std::to_array<Sample>({
    {"a.py", "python:a.py", "from typing import Literal, Optional, TypedDict\n",
     "class T{0}Row(TypedDict):\n    id: int\n    name: Optional[str]\n    tags: list[str]\n"
     "    kind: Literal['a', 'b']\n\n"},
    {"a.ts", "typescript:a.ts", "",
     "export interface T{0}Row {{\n  id: number;\n  name: string | null;\n  tags: string[];\n"
     "  kind: 'a' | 'b';\n}}\n"},
    {"drizzle.ts", "typescript:drizzle.ts",
     "import {{ pgTable, integer, text }} from 'drizzle-orm/pg-core';\n",
     "export const t{0} = pgTable('t{0}', {{\n  id: integer('id').primaryKey(),\n"
     "  name: text('name'),\n  tags: text('tags').array(),\n}});\n"},
    {"typeorm.ts", "typescript:typeorm.ts",
     "import {{ Entity, Column, PrimaryColumn }} from 'typeorm';\n",
     "@Entity('t{0}')\nexport class T{0} {{\n  @PrimaryColumn({{ type: 'integer' }})\n"
     "  id!: number;\n  @Column({{ type: 'text', nullable: true }})\n  name!: string | null;\n"
     "}}\n"},
    {"a.sql", "sqlite:a.sql", "",
     "CREATE TABLE t{0} (id INTEGER PRIMARY KEY, name TEXT, tags TEXT NOT NULL);\n"},
});

std::string text_of(Sample const& sample, std::size_t bytes) {
    auto text = fmt::format(fmt::runtime(sample.head));
    for (std::size_t i = 0; text.size() < bytes; ++i) {
        text += fmt::format(fmt::runtime(sample.table), i);
    }
    return text;
}

TEST_CASE("reading definitions takes at most a hundred times the memory of their text") {
    for (auto const& sample : samples) {
        CAPTURE(sample.name);
        // Of tables, SQLite itself looks through all for each new one.
        bool const is_sqlite = std::string_view(sample.source).starts_with("sqlite:");
        auto const bytes = is_sqlite ? megabyte / 8 : megabyte;
        constexpr std::size_t times = 100;
        constexpr std::size_t program = 60 * megabyte;
        Project const project;
        project.write(sample.name, text_of(sample, bytes));
        auto const outcome = project.run({"diff", sample.source, "empty:", "-o", "drift.json"});
        CHECK_MESSAGE(outcome.exit_code == 1, outcome.err);
        CHECK_LT(outcome.peak_memory, program + times * bytes);
    }
}

TEST_CASE("a file of 50 MB is refused before it is read") {
    constexpr std::size_t large = 50 * megabyte;
    constexpr std::size_t program = 60 * megabyte;
    for (auto const& sample : samples) {
        CAPTURE(sample.name);
        Project const project;
        project.write(sample.name, "");
        std::filesystem::resize_file(project.path(sample.name), large);
        auto const outcome = project.run({"diff", sample.source, "empty:"});
        CHECK(outcome.exit_code == 2);
        CHECK_MESSAGE(holds(outcome.err, std::string(sample.name) +
                                             " is too large to hold definitions (over 8 MB)"),
                      outcome.err);
        CHECK_LT(outcome.peak_memory, program);
    }
}

TEST_CASE("a database of SQLite is not read into memory, however large") {
    Project const project;
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(project.path("a.db").c_str(), &database) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database,
                         "CREATE TABLE t (id INTEGER PRIMARY KEY, x BLOB);"
                         "INSERT INTO t (x) VALUES (zeroblob(25000000)), (zeroblob(25000000))",
                         nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
    constexpr std::size_t program = 60 * megabyte;
    auto const outcome = project.run({"diff", "sqlite:a.db", "empty:"});
    CHECK_MESSAGE(outcome.exit_code == 1, outcome.err);
    CHECK_LT(outcome.peak_memory, program);
}

TEST_CASE("SQLite is stopped where a script keeps it busy too long") {
    Project const project;
    auto const& sample = samples.back();
    project.write("a.sql", text_of(sample, 7 * megabyte));
    auto const outcome = project.run({"diff", "sqlite:a.sql", "empty:"});
    CHECK(outcome.exit_code == 2);
    CHECK_MESSAGE(holds(outcome.err, "it takes too long"), outcome.err);
}

}  // namespace
}  // namespace lockstep::tests
