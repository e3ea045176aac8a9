// tests/samples/tracker: an application's Python, hand-written in many styles, and its database.
#include <doctest/doctest.h>

#include <set>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/text.hpp"
#include "support/project.hpp"
#include "support/repository.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

std::filesystem::path const sample =
    std::filesystem::path(LOCKSTEP_SOURCE_DIR) / "tests/samples/tracker";

/// A paragraph of drift.txt.
struct Drift {
    std::string change;
    std::vector<std::string> expected;  // "RULE OBJECT @ FILE: TEXT", sorted
};

std::vector<Drift> kinds_of_drift() {
    std::vector<Drift> all;
    auto const text = read_file_if_any(sample / "drift.txt").value();
    bool is_inside = false;
    for (std::string_view const line : lines_of(text)) {
        bool const is_text = !line.empty() && !line.starts_with('#');
        if (is_text && !is_inside) {
            all.push_back({std::string(line), {}});
        } else if (is_text) {
            all.back().expected.emplace_back(line.substr(2));
        }
        is_inside = is_text;
    }
    return all;
}

/// A copy of the sample, with a database that is in step with it.
struct Site {
    Project project;
    TestDatabase database{read_file_if_any(sample / "schema.sql").value()};

    Site() {
        for (auto const& file : files_of_repository({"tests/samples/tracker"}, {".py", ".json"})) {
            project.write(file.path.substr(std::string_view("tests/samples/tracker/").size()),
                          file.text);
        }
    }

    /// `edit FILE: OLD => NEW`, or SQL.
    void change(std::string const& text) {
        constexpr std::string_view edit = "edit ";
        if (!text.starts_with(edit)) {
            return database.run(text);
        }
        auto const colon = text.find(": ");
        auto const arrow = text.find(" =>");
        auto const file = text.substr(edit.size(), colon - edit.size());
        auto const old_text = text.substr(colon + 2, arrow - colon - 2);
        auto new_text = text.substr(std::min(arrow + 4, text.size()));
        new_text = replace_all(std::move(new_text), "\\n", "\n");
        auto content = project.read(file);
        auto const at = content.find(old_text);
        REQUIRE_MESSAGE(at != std::string::npos, text);
        project.write(file, content.replace(at, old_text.size(), new_text));
    }

    std::vector<std::string> found(std::vector<std::string> const& expected) {
        auto const outcome = project.run({"check", "--db", database.url(), "--against",
                                          "python:schemas", "--format", "json", "--no-cache"});
        REQUIRE_MESSAGE(outcome.exit_code <= 1, outcome.err);
        std::vector<std::string> all;
        auto const report = nlohmann::json::parse(outcome.out);
        for (auto const& finding : report["findings"]) {
            all.push_back(shown(finding, expected));
        }
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    /// With the text that is expected on that line, if it stands there, or with the line.
    std::string shown(nlohmann::json const& finding, std::vector<std::string> const& expected) {
        auto const& object = finding["before"].is_null() ? finding["after"] : finding["before"];
        auto const what = fmt::format("{} {}", finding["rule"].get<std::string>(),
                                      join(object["names"].get<std::vector<std::string>>(), "."));
        if (!finding.contains("place")) {
            return what + " @ -";
        }
        auto const file = finding["place"]["file"].get<std::string>();
        auto const content = project.read(file);
        auto const line = lines_of(content)[finding["place"]["line"].get<std::size_t>() - 1];
        for (auto const& each : expected) {
            auto const head = fmt::format("{} @ {}: ", what, file);
            if (each.starts_with(head) && holds(std::string(line), each.substr(head.size()))) {
                return each;
            }
        }
        return fmt::format("{} @ {}: {}", what, file, line);
    }
};

TEST_CASE("the sample application is in step with its database") {
    Site site;
    CHECK(site.found({}).empty());
}

TEST_CASE("each kind of drift is found on the line of its definition, and nothing else") {
    auto const all = kinds_of_drift();
    REQUIRE(all.size() >= 60);
    for (auto drift : all) {
        Site site;
        INFO(drift.change);
        site.change(drift.change);
        std::sort(drift.expected.begin(), drift.expected.end());
        auto const found = site.found(drift.expected);
        CHECK_MESSAGE(found == drift.expected,
                      fmt::format("{}\nfound:\n  {}\nexpected:\n  {}", drift.change,
                                  join(found, "\n  "), join(drift.expected, "\n  ")));
    }
}

}  // namespace
}  // namespace lockstep::tests
