// Definitions in code as either side of a comparison, and several of them in one.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

constexpr auto classes =
    "from typing import Optional, TypedDict\n"
    "\n"
    "class OrderRow(TypedDict):\n"
    "    id: int\n"
    "    note: str\n"
    "    gone: Optional[str]\n";
constexpr auto tables = "CREATE TABLE orders (id int NOT NULL, note text, total numeric(8, 2));\n";

/// "RULE OBJECT @ FILE:LINE"
std::string findings(Outcome const& outcome) {
    REQUIRE_MESSAGE(outcome.exit_code <= 1, outcome.err);
    std::vector<std::string> all;
    auto const report = nlohmann::json::parse(outcome.out);
    for (auto const& finding : report["findings"]) {
        auto const& object = finding["before"].is_null() ? finding["after"] : finding["before"];
        auto text = finding["rule"].get<std::string>() + " " +
                    join(object["names"].get<std::vector<std::string>>(), ".");
        if (finding.contains("place")) {
            text += " @ " + finding["place"]["file"].get<std::string>() + ":" +
                    std::to_string(finding["place"]["line"].get<int>());
        }
        all.push_back(std::move(text));
    }
    std::sort(all.begin(), all.end());
    return join(all, "\n");
}

TEST_CASE("from definitions in Python to SQL: what the SQL has besides is added") {
    Project const project;
    project.write("schemas/entities.py", classes);
    project.write("tables.sql", tables);
    CHECK(findings(project.run({"diff", "python:schemas", "tables.sql", "--format", "json"})) ==
          "column_added public.orders.total @ schemas/entities.py:3\n"
          "column_not_null_modified public.orders.note @ schemas/entities.py:5\n"
          "column_removed public.orders.gone @ schemas/entities.py:6");
}

TEST_CASE("from SQL to definitions in Python: the same the other way round") {
    Project const project;
    project.write("schemas/entities.py", classes);
    project.write("tables.sql", tables);
    CHECK(findings(project.run({"diff", "tables.sql", "python:schemas", "--format", "json"})) ==
          "column_added public.orders.gone @ schemas/entities.py:6\n"
          "column_not_null_modified public.orders.note @ schemas/entities.py:5\n"
          "column_removed public.orders.total @ schemas/entities.py:3");
}

TEST_CASE("a difference is shown in the language's own terms") {
    Project const project;
    project.write("types.ts", "export interface OrderRow { id: string; at: Date | null }\n");
    project.write("tables.sql", "CREATE TABLE orders (id int NOT NULL, at timestamptz);\n");
    auto const outcome = project.run({"diff", "typescript:types.ts", "tables.sql"});
    CHECK(outcome.exit_code == 1);
    CHECK(holds(outcome.out, "string"));
    CHECK(holds(outcome.out, "number"));
    CHECK(!holds(outcome.out, "integer"));
}

TEST_CASE("two states of definitions in one language are compared without a database") {
    Project const project;
    project.write("old.py", classes);
    project.write("new.py", replace_all(classes, "gone", "left"));
    auto const outcome =
        project.run({"diff", "python:old.py", "python:new.py", "--format", "json"});
    CHECK(findings(outcome) == "column_renamed public.orders.gone @ old.py:6");
    CHECK(project.run({"diff", "python:old.py", "python:old.py"}).exit_code == 0);
}

TEST_CASE("definitions in code that are no match: another language, a plan, a database") {
    Project const project;
    project.write("a.py", classes);
    project.write("a.ts", "export interface OrderRow { id: number }\n");
    auto const languages = project.run({"diff", "python:a.py", "typescript:a.ts"});
    CHECK(languages.exit_code == 2);
    CHECK(languages.err ==
          "lockstep: error: python:a.py speaks in terms of Python, and typescript:a.ts in those of "
          "TypeScript\n"
          "hint: Compare each with a database, or with a source of SQL.\n");
    auto const plan = project.run({"diff", "empty:", "python:a.py", "--format", "sql"});
    CHECK(plan.exit_code == 2);
    CHECK(
        plan.err ==
        "lockstep: error: python:a.py speaks in terms of Python, which say too little for a plan\n"
        "hint: Compare without a plan, or name a source of SQL.\n");
    auto const database = project.run({"check", "--db", "python:a.py", "--against", "empty:"});
    CHECK(database.exit_code == 2);
    CHECK(database.err ==
          "lockstep: error: python:a.py says what a database should be, and is none\n"
          "hint: Name it with --against, and the database with --db.\n");
}

TEST_CASE("several definitions in one run: what is found is told of each, where it is") {
    Project const project;
    project.write("schema_sync_config.json", R"({"local_schemas": {"definitions": [
        {"source": "python:schemas/"}, {"source": "typescript:shared"},
        {"source": "sqlite:client.sql"}, {"source": "tables.sql", "kinds": ["index"]}]}})");
    project.write("schemas/entities.py",
                  "from typing import TypedDict\nclass OrderRow(TypedDict):\n    id: int\n");
    project.write("shared/types.ts", "export interface OrderRow {\n  id: string;\n}\n");
    project.write("client.sql", "CREATE TABLE orders (\n  id INTEGER PRIMARY KEY,\n  x TEXT\n);\n");
    project.write("tables.sql", "CREATE TABLE orders (id int);\nCREATE INDEX i ON orders (id);\n");
    TestDatabase const database("CREATE TABLE orders (id int NOT NULL)");
    auto const url = database.url();
    CHECK(findings(project.run({"check", "--db", url, "--format", "json"})) ==
          "column_removed public.orders.x @ client.sql:3\n"
          "column_type_modified public.orders.id @ shared/types.ts:2\n"
          "constraint_removed public.orders.orders_pkey @ client.sql:2\n"
          "index_removed public.i @ tables.sql:2");
}

TEST_CASE("a config of the Python layout needs no list of definitions") {
    Project const project;
    project.write("schema_sync_config.json", R"({"local_schemas": {"root_dir": "schemas",
        "enums_file": "schemas/enums.py", "entities_dir": "schemas/database"}})");
    project.write("schemas/enums.py",
                  "from enum import Enum\nclass Mood(str, Enum):\n    GOOD = 'good'\n");
    project.write("schemas/database/entities.py",
                  "from typing import TypedDict\nfrom ..enums import Mood\n"
                  "class DayRow(TypedDict):\n    mood: Mood\n");
    TestDatabase database(
        "CREATE TYPE mood AS ENUM ('good'); CREATE TABLE days (mood mood NOT NULL)");
    CHECK(project.run({"check", "--db", database.url()}).exit_code == 0);
    database.run("ALTER TABLE days ALTER mood DROP NOT NULL");
    CHECK(findings(project.run({"check", "--db", database.url(), "--format", "json"})) ==
          "column_not_null_modified public.days.mood @ schemas/database/entities.py:4");
}

TEST_CASE("what was in step is known to be until definitions, database or settings change") {
    Project const project;
    project.write("a.py",
                  "from typing import TypedDict\nclass OrderRow(TypedDict):\n    id: int\n");
    TestDatabase database("CREATE TABLE orders (id int NOT NULL)");
    auto const check = [&] {
        return project.run({"check", "--db", database.url(), "--against", "python:a.py"}).exit_code;
    };
    CHECK(check() == 0);
    CHECK(check() == 0);
    project.write("a.py",
                  "from typing import TypedDict\nclass OrderRow(TypedDict):\n    id: str\n");
    CHECK(check() == 1);
    database.run("ALTER TABLE orders ALTER id TYPE text");
    CHECK(check() == 0);
    project.write("schema_sync_config.json",
                  R"({"naming_conventions": {"table_class_suffix": "Record"}})");
    CHECK(check() == 1);
}

TEST_CASE("the config says what else a type of PostgreSQL may be in a language") {
    Project const project;
    project.write("schema_sync_config.json", R"({"code_generation": {
        "type_mappings": {"uuid": "OrderId"},
        "languages": {"typescript": {"types": {"numeric": "Money"}}}}})");
    project.write("a.py",
                  "from x import OrderId\nfrom typing import TypedDict\n"
                  "class OrderRow(TypedDict):\n    id: OrderId\n    price: float\n");
    project.write("a.ts",
                  "import { Money } from './money';\n"
                  "export interface OrderRow { id: string; price: Money }\n");
    project.write("a.sql", "CREATE TABLE orders (id uuid NOT NULL, price numeric NOT NULL);\n");
    CHECK(project.run({"diff", "python:a.py", "a.sql"}).exit_code == 0);
    CHECK(project.run({"diff", "typescript:a.ts", "a.sql"}).exit_code == 0);
    project.write("schema_sync_config.json", R"({"code_generation": {"languages": {"typescript": {
        "types": {"numeric": "no type >"}}}}})");
    auto const wrong = project.run({"diff", "typescript:a.ts", "a.sql"});
    CHECK(wrong.exit_code == 2);
    CHECK(holds(wrong.err, "code_generation: \"no type >\" is no type of TypeScript"));
}

}  // namespace
}  // namespace lockstep::tests
