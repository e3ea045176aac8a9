#include "support/sample_site.hpp"

#include <algorithm>

#include <doctest/doctest.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/text.hpp"
#include "support/repository.hpp"

namespace lockstep::tests {

namespace {

std::string file_of_sample(std::string const& sample, std::string const& name) {
    return read_text_file(fmt::format("{}/tests/samples/{}/{}", LOCKSTEP_SOURCE_DIR, sample, name));
}

/// `edit FILE: OLD => NEW`; without NEW the old text goes. "\\n" is a line's end.
struct Edit {
    std::string file;
    std::string before;
    std::string after;
};

Edit edit_of(std::string const& text) {
    constexpr std::string_view edit = "edit ";
    constexpr std::string_view arrow = " => ";
    auto const colon = text.find(": ");
    auto const at = text.ends_with(" =>") ? text.size() - 3 : text.rfind(arrow);
    REQUIRE_MESSAGE(at != std::string::npos, text);
    auto const part = [&](std::size_t from, std::size_t to) {
        return replace_all(from < to ? text.substr(from, to - from) : "", "\\n", "\n");
    };
    return {text.substr(edit.size(), colon - edit.size()), part(colon + 2, at),
            part(at + arrow.size(), text.size())};
}

}  // namespace

std::vector<DriftOfSample> drift_of_sample(std::string const& sample) {
    std::vector<DriftOfSample> all;
    auto const text = file_of_sample(sample, "drift.txt");
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
    for (auto& drift : all) {
        std::sort(drift.expected.begin(), drift.expected.end());
    }
    return all;
}

SampleSite::SampleSite(std::string const& sample, std::string source)
    : database_(file_of_sample(sample, "schema.sql")), source_(std::move(source)) {
    auto const folder = fmt::format("tests/samples/{}/", sample);
    for (auto const& file : files_of_repository({folder}, {".py", ".ts", ".json"})) {
        project_.write(file.path.substr(folder.size()), file.text);
    }
}

void SampleSite::change(std::string const& text) {
    if (!text.starts_with("edit ")) {
        return database_.run(text);
    }
    auto const edit = edit_of(text);
    auto content = project_.read(edit.file);
    auto const at = content.find(edit.before);
    REQUIRE_MESSAGE(at != std::string::npos, text);
    project_.write(edit.file, content.replace(at, edit.before.size(), edit.after));
}

nlohmann::json SampleSite::report() const {
    auto const outcome = project_.run(
        {"check", "--db", database_.url(), "--against", source_, "--format", "json", "--no-cache"});
    REQUIRE_MESSAGE(outcome.exit_code <= 1, outcome.err);
    return nlohmann::json::parse(outcome.out);
}

std::vector<std::string> SampleSite::found(std::vector<std::string> const& expected) const {
    std::vector<std::string> all;
    auto const found = report();
    for (auto const& finding : found["findings"]) {
        all.push_back(shown(finding, expected));
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<std::string> SampleSite::warnings() const {
    return report().value("warnings", std::vector<std::string>{});
}

std::string SampleSite::shown(nlohmann::json const& finding,
                              std::vector<std::string> const& expected) const {
    auto const& object = finding["before"].is_null() ? finding["after"] : finding["before"];
    auto const what = fmt::format("{} {}", finding["rule"].get<std::string>(),
                                  join(object["names"].get<std::vector<std::string>>(), "."));
    if (!finding.contains("place")) {
        return what + " @ -";
    }
    auto const file = finding["place"]["file"].get<std::string>();
    auto const content = project_.read(file);
    auto const line = lines_of(content)[finding["place"]["line"].get<std::size_t>() - 1];
    for (auto const& each : expected) {
        auto const head = fmt::format("{} @ {}: ", what, file);
        if (each.starts_with(head) && holds(std::string(line), each.substr(head.size()))) {
            return each;
        }
    }
    return fmt::format("{} @ {}: {}", what, file, line);
}

void check_drift_of_sample(std::string const& sample, std::string const& source) {
    for (auto const& drift : drift_of_sample(sample)) {
        SampleSite site(sample, source);
        INFO(drift.change);
        site.change(drift.change);
        auto const found = site.found(drift.expected);
        CHECK_MESSAGE(found == drift.expected,
                      fmt::format("{}\nfound:\n  {}\nexpected:\n  {}", drift.change,
                                  join(found, "\n  "), join(drift.expected, "\n  ")));
    }
}

}  // namespace lockstep::tests
