#include <doctest/doctest.h>

#include <array>
#include <cctype>

#include "base/text.hpp"
#include "support/repository.hpp"

namespace lockstep::tests {
namespace {

constexpr std::size_t longest_file = 450;

std::vector<SourceFile> all_files() {
    return files_of_repository({""}, {".cpp", ".hpp", ".md", ".cmake", ".txt", ".json", ".yml",
                                      ".yaml", ".py", ".js", ".sh", ".sql", "dev", "run"});
}

/// Places of one machine only, and hosts that a copy of this repository need not reach. Written in
/// two pieces, so that this file does not find itself.
constexpr std::array<std::string_view, 4> forbidden{
    "/wo"
    "rk/",
    "/ro"
    "ot/",
    "registry.np"
    "mjs",
    "registry.yar"
    "npkg"};

/// The first forbidden text in a file, or nothing. In "usr/work/x" or "$HOME/work/x" the path is
/// another one.
std::string_view forbidden_text(std::string_view text) {
    for (std::string_view const word : forbidden) {
        for (auto at = text.find(word); at != std::string_view::npos;
             at = text.find(word, at + 1)) {
            char const before = at == 0 ? ' ' : text[at - 1];
            bool const longer_path =
                std::isalnum(static_cast<unsigned char>(before)) != 0 ||
                std::string_view("_.}>-*").find(before) != std::string_view::npos;
            if (!longer_path || word.front() != '/') {
                return word;
            }
        }
    }
    return {};
}

/// Tabs, spaces at a line's end, carriage returns, a missing newline at the file's end.
std::string untidiness(std::string_view text) {
    if (!text.empty() && text.back() != '\n') {
        return "no newline at the end";
    }
    for (std::string_view const line : lines_of(text)) {
        if (line.find_first_of("\t\r") != std::string_view::npos) {
            return "a tab or carriage return: " + printable(line);
        }
        if (line.ends_with(' ')) {
            return "spaces at the end of: " + printable(line);
        }
    }
    return {};
}

TEST_CASE("no source file is so long that a second idea hides in it") {
    for (SourceFile const& file : files_of_repository({"lib", "cli"}, {".cpp", ".hpp"})) {
        CAPTURE(file.path);
        CHECK_LE(lines_of(file.text).size(), longest_file);
    }
}

TEST_CASE("every header is guarded by pragma once") {
    for (SourceFile const& file : files_of_repository({"lib", "cli", "tests"}, {".hpp"})) {
        CHECK_MESSAGE(file.text.starts_with("#pragma once\n"), file.path);
    }
}

TEST_CASE("text files are tidy") {
    auto const files = all_files();
    REQUIRE(files.size() > 40);
    for (SourceFile const& file : files) {
        // Inputs of tests may be untidy on purpose.
        if (!file.path.starts_with("tests/cases/") && !file.path.starts_with("tests/cli/") &&
            !file.path.starts_with("tests/fuzz/seeds/")) {
            CHECK_MESSAGE(untidiness(file.text).empty(), file.path, ": ", untidiness(file.text));
        }
    }
}

TEST_CASE("nothing names a place of one machine or a registry's host") {
    for (SourceFile const& file : all_files()) {
        CAPTURE(file.path);
        CHECK_EQ(forbidden_text(file.text), "");
    }
}

TEST_CASE("untidiness and forbidden text are found") {
    CHECK_EQ(untidiness("a\n"), "");
    CHECK_EQ(untidiness("a"), "no newline at the end");
    CHECK_EQ(untidiness("a\tb\n"), "a tab or carriage return: a\tb");
    CHECK_EQ(untidiness("a \n"), "spaces at the end of: a ");
    CHECK_EQ(forbidden_text(std::string("see /wo") + "rk/main"), forbidden[0]);
    CHECK_EQ(forbidden_text("usr/work/main"), "");
    CHECK_EQ(forbidden_text(std::string("https://registry.np") + "mjs.org"), forbidden[2]);
}

}  // namespace
}  // namespace lockstep::tests
