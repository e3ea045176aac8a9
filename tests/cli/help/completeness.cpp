#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include <fmt/core.h>

#include "base/exit_code.hpp"
#include "base/files.hpp"
#include "report/report.hpp"
#include "source/source.hpp"
#include "support/project.hpp"
#include "support/repository.hpp"
#include "support/support.hpp"

namespace lockstep::tests {
namespace {

/// The names below "Commands:" in the help of the tool.
std::vector<std::string> command_names() {
    std::vector<std::string> names;
    bool in_list = false;
    auto const help = run_lockstep({"--help"}).out;
    for (auto const line : lines_of(help)) {
        if (line == "Commands:") {
            in_list = true;
        } else if (line.empty()) {
            in_list = false;
        } else if (in_list && line.size() > 2 && line[2] != ' ') {
            names.emplace_back(line.substr(2, line.find(' ', 2) - 2));
        }
    }
    return names;
}

std::size_t longest_line(std::string const& text) {
    std::size_t longest = 0;
    for (auto const line : lines_of(text)) {
        longest = std::max(longest, line.size());
    }
    return longest;
}

TEST_CASE("every command has help with a usage line, examples and its exit codes") {
    auto const names = command_names();
    REQUIRE(names.size() >= 8);
    for (auto const& name : names) {
        CAPTURE(name);
        auto const outcome = run_lockstep({name, "--help"});
        CHECK(outcome.exit_code == 0);
        CHECK(outcome.err.empty());
        CHECK(holds(outcome.out, "\nUsage: lockstep " + name));
        CHECK(holds(outcome.out, "\nExamples:\n  "));
        CHECK(holds(outcome.out, "lockstep " + name));
        CHECK(holds(outcome.out, "\nExit codes:\n  0   done; nothing found\n"));
        CHECK(longest_line(outcome.out) <= 90);
    }
}

TEST_CASE("every exit code stands in the help, with what it means") {
    auto const help = run_lockstep({"--help"}).out;
    for (auto const& meaning : exit_codes()) {
        CHECK(holds(help,
                    fmt::format("\n  {:<4}{}\n", static_cast<int>(meaning.code), meaning.meaning)));
    }
}

TEST_CASE("every format of a report stands in the help and in the documents") {
    auto const help = run_lockstep({"check", "--help"}).out;
    auto const readme = read_text_file(repository_file("README.md"));
    auto const page = read_text_file(repository_file("docs/commands.md"));
    for (auto const& renderer : report::renderers()) {
        CAPTURE(renderer.name);
        CHECK(holds(help, renderer.name));
        CHECK(holds(help, renderer.extension));
        CHECK(holds(readme, fmt::format("`{}`", renderer.name)));
        CHECK(holds(page, renderer.name));
    }
}

TEST_CASE("every form of a source stands in the help of the commands that take one") {
    for (auto const* const name : {"check", "diff", "inspect"}) {
        auto const help = run_lockstep({name, "--help"}).out;
        for (auto const& kind : source::source_kinds()) {
            CHECK(holds(help, kind.grammar));
        }
    }
}

TEST_CASE("every command has a folder of tests") {
    for (auto const& name : command_names()) {
        CAPTURE(name);
        CHECK(!files_of_repository({"tests/cli/" + name}, {".cpp"}).empty());
    }
}

TEST_CASE("docs/commands.md is what the table of commands makes of it") {
    auto const page = run_lockstep({"--commands-as-markdown"}).out;
    std::string const path = LOCKSTEP_SOURCE_DIR "/docs/commands.md";
    if (std::getenv("LOCKSTEP_UPDATE_DOCS") != nullptr) {
        write_file(path, page);
        FAIL_CHECK("wrote ", path);
        return;
    }
    CHECK(page == read_text_file(repository_file("docs/commands.md")));
}

TEST_CASE("a command, an option or a word that is not known is refused with the nearest one") {
    auto const command = run_lockstep({"chek"});
    CHECK(command.exit_code == 2);
    CHECK(command.out.empty());
    CHECK(command.err ==
          "lockstep: error: there is no command \"chek\"; did you mean \"check\"?\n"
          "hint: See: lockstep --help\n");
    auto const option = run_lockstep({"check", "--formt", "json"});
    CHECK(option.exit_code == 2);
    CHECK(option.err ==
          "lockstep: error: lockstep check knows no option --formt; did you mean --format?\n"
          "hint: See: lockstep check --help\n");
    auto const word = run_lockstep({"check", "--format", "jsn"});
    CHECK(word.exit_code == 2);
    CHECK(holds(word.err, "\"jsn\" is none of text, json, "));
    CHECK(holds(word.err, "did you mean \"json\"?"));
}

TEST_CASE("without a command the help goes to stderr: exit code 2") {
    auto const outcome = run_lockstep({});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    CHECK(holds(outcome.err, "Usage: lockstep"));
}

TEST_CASE("--version prints one line") {
    auto const outcome = run_lockstep({"--version"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.starts_with("lockstep "));
    CHECK(lines_of(outcome.out).size() == 1);
}

TEST_CASE("a result that cannot be written is an error, a reader that goes away is none") {
    auto const shell = [](std::string const& line) { return run_program("/bin/sh", {"-c", line}); };
    CHECK(shell(LOCKSTEP_BINARY " check --help > /dev/full").exit_code == 2);
    CHECK(shell(LOCKSTEP_BINARY " check --help | true").exit_code == 0);
}

}  // namespace
}  // namespace lockstep::tests
