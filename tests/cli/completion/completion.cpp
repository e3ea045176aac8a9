#include <doctest/doctest.h>

#include "support/project.hpp"

namespace lockstep::tests {
namespace {

/// What bash completes the line to, a word each.
std::string completed(std::string const& words, int at) {
    auto const outcome = run_program(
        "/bin/bash", {"-c", "source <(" LOCKSTEP_BINARY " completion bash); COMP_WORDS=(" + words +
                                "); COMP_CWORD=" + std::to_string(at) +
                                "; _lockstep; echo \"${COMPREPLY[@]}\""});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    return outcome.out;
}

TEST_CASE("bash completes commands, options and the words that an option takes") {
    CHECK(completed("lockstep ch", 1) == "check\n");
    CHECK(completed("lockstep check --fo", 2) == "--format\n");
    CHECK(completed("lockstep check --format s", 3) == "sarif\n");
    CHECK(completed("lockstep completion f", 2) == "fish\n");
    CHECK(completed("lockstep -C x --color n", 4) == "never\n");
}

TEST_CASE("zsh and fish get scripts that name every command") {
    for (auto const* const shell : {"zsh", "fish"}) {
        auto const outcome = run_lockstep({"completion", shell});
        CHECK(outcome.exit_code == 0);
        CHECK(outcome.err.empty());
        for (auto const* const name : {"check", "diff", "inspect", "doctor", "demo", "init"}) {
            CHECK(holds(outcome.out, name));
        }
    }
}

TEST_CASE("a shell that is not known is refused") {
    auto const outcome = run_lockstep({"completion", "tcsh"});
    CHECK(outcome.exit_code == 2);
    CHECK(holds(outcome.err, "\"tcsh\" is none of bash, zsh, fish"));
}

}  // namespace
}  // namespace lockstep::tests
