// What check says is to be done where code and database differ.
#include <doctest/doctest.h>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

/// What check says, of enums in Python that lack a value, with targets in the config.
std::string said(std::string const& targets) {
    Project const project;
    TestDatabase const database("CREATE TYPE mood AS ENUM ('open', 'done')");
    project.write("schemas/enums.py",
                  "from enum import Enum\nclass Mood(str, Enum):\n    OPEN = 'open'\n");
    project.write("schema_sync_config.json",
                  "{ \"code_generation\": { \"targets\": [" + targets + "] } }");
    auto const outcome =
        project.run({"check", "--db", database.url(), "--against", "python:schemas"});
    CHECK(outcome.exit_code == 1);
    return outcome.out;
}

TEST_CASE("where code is generated, update brings it up to date") {
    CHECK(holds(said(R"({ "template": "python/enums", "output": "schemas/enums.py" })"),
                "\n    lockstep update --db "));
}

TEST_CASE("where code is written by hand, check points at its lines and at the templates") {
    auto const out = said("");
    CHECK(holds(out, "change the lines named above"));
    CHECK(holds(out, "\n    lockstep generate --list\n"));
}

}  // namespace
}  // namespace lockstep::tests
