// What is wrong with definitions themselves: told with its place, and the rest is compared.
#include <doctest/doctest.h>

#include "base/text.hpp"
#include "support/project.hpp"

namespace lockstep::tests {
namespace {

Outcome compared(Project const& project, std::string const& source) {
    project.write("tables.sql",
                  "CREATE TYPE mood AS ENUM ('in progress', 'done');\n"
                  "CREATE TABLE orders (id int NOT NULL, mood mood NOT NULL);\n");
    auto outcome = project.run({"diff", source, "tables.sql"});
    outcome.out = replace_all(outcome.out, "\n", " ");  // as it was before lines were broken
    return outcome;
}

TEST_CASE("two classes for one table, and where they contradict one another") {
    Project const project;
    project.write("a.py",
                  "from typing import TypedDict\nclass OrderRow(TypedDict):\n    id: int\n"
                  "    mood: str\n");
    project.write("b.py",
                  "from typing import TypedDict\nclass OrderRow(TypedDict):\n    id: str\n");
    auto const outcome = compared(project, "python:.");
    CHECK(holds(outcome.out,
                "b.py:2:7: OrderRow is defined a second time; the first one is at a.py:2:7, where "
                "id is int, and str here"));
}

TEST_CASE("one enum that two definitions spell in two ways") {
    Project const project;
    project.write("a.ts",
                  "export enum Mood { A = 'in progress', B = 'done' }\n"
                  "export interface OrderRow { id: number; mood: Mood }\n");
    project.write("b.ts", "export const moods = pgEnum('mood', ['in_progress', 'done']);\n");
    auto const outcome = compared(project, "typescript:.");
    CHECK(holds(outcome.out,
                "b.ts:1:14: a value of one enum is spelled in two ways: 'in_progress' in moods, "
                "'in progress' in Mood at a.ts:1:13"));
}

TEST_CASE("a file that does not follow the grammar is told, and the rest is read") {
    Project const project;
    project.write("a.py",
                  "from typing import TypedDict\nclass OrderRow(TypedDict):\n    id: int\n"
                  "    mood: str\n");
    project.write("b.py", "def broken(:\n    pass\n");
    auto const outcome = compared(project, "python:.");
    CHECK(holds(outcome.out, "b.py:1:12: this does not follow Python's grammar"));
    CHECK(!holds(outcome.out, "OrderRow"));
    // What could not be read may be what matters.
    project.write("empty.sql", "");
    CHECK(project.run({"diff", "python:b.py", "empty.sql"}).exit_code == 0);
    auto const strict = project.run({"diff", "python:b.py", "empty.sql", "--strict"});
    CHECK(strict.exit_code == 1);
    CHECK(strict.err == "lockstep: --strict: there are warnings\n");
}

TEST_CASE("files that import one another in a circle") {
    Project const project;
    project.write(
        "a.py",
        "from __future__ import annotations\nfrom typing import TypedDict\nfrom b import *\n"
        "from b import Mood\nclass OrderRow(TypedDict):\n    id: int\n    mood: Mood\n");
    project.write("b.py",
                  "from enum import Enum\nfrom a import *\nfrom a import OrderRow\n"
                  "class Mood(str, Enum):\n    A = 'in progress'\n    B = 'done'\n");
    auto const outcome = compared(project, "python:.");
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.out);
    CHECK(outcome.out.empty());
}

TEST_CASE("a class that inherits from itself, and an alias that leads to itself") {
    Project const project;
    project.write("a.py",
                  "from typing import TypedDict\nclass A(B): pass\nclass B(A): pass\nX = X\nY = Z\n"
                  "Z = Y\nclass OrderRow(TypedDict):\n    id: int\n    mood: str\n    y: Y\n");
    auto const outcome = compared(project, "python:.");
    CHECK(outcome.exit_code == 1);
    CHECK(holds(outcome.out, "column y"));
}

TEST_CASE("files that are too large to hold definitions are refused") {
    constexpr std::size_t large = 9U << 20;
    Project const project;
    project.write("large/a.py", std::string(large, '#'));
    auto const one = compared(project, "python:large");
    CHECK(one.exit_code == 2);
    CHECK(one.err ==
          "lockstep: error: large/a.py is too large to hold definitions (over 8 MB)\n"
          "hint: Name the files or folders that do.\n");
    for (auto const* const name : {"a", "b", "c", "d", "e"}) {
        project.write(std::string("many/") + name + ".ts", std::string(large - (2U << 20), ' '));
    }
    auto const many = compared(project, "typescript:many");
    CHECK(many.exit_code == 2);
    CHECK(many.err ==
          "lockstep: error: typescript:many holds too much to be definitions (over 32 MB)\n"
          "hint: Name the files or folders that they are in.\n");
}

}  // namespace
}  // namespace lockstep::tests
