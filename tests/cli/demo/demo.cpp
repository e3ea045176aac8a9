#include <doctest/doctest.h>

#include "support/project.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("the demo walks through check, diff and inspect, and leaves nothing behind") {
    Project const project;
    auto const outcome =
        project.run({"demo"}, {{"DATABASE_URL", "postgresql://127.0.0.1:1/not_this"}});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    CHECK(holds(outcome.out, "$ lockstep check\n(exit code 0)\n"));
    CHECK(holds(outcome.out, "8 findings in 7 objects"));
    CHECK(holds(outcome.out, "::error file=schema/02_tables.sql,line="));
    CHECK(holds(outcome.out, "erDiagram\n"));
    CHECK(!holds(outcome.out, "\x1b["));
    CHECK(project.leftovers().empty());
}

TEST_CASE("the demo that stays ends with Ctrl-C and removes everything") {
    Project const project;
    auto const outcome = run_program(
        "/usr/bin/timeout",
        {"--foreground", "--preserve-status", "-s", "INT", "10", LOCKSTEP_BINARY, "demo", "--keep"},
        project.options());
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.out, "The demo goes on until Ctrl-C."));
    CHECK(holds(outcome.out, "Everything of this demo is removed now."));
    CHECK(project.leftovers().empty());
}

}  // namespace
}  // namespace lockstep::tests
