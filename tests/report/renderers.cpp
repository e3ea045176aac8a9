#include <doctest/doctest.h>

#include "report/report.hpp"
#include "support/report_sample.hpp"

namespace lockstep::tests {

using policy::Severity;

TEST_CASE("a file's ending tells its format") {
    CHECK(report::renderer_for_file("out/drift.md")->name == "markdown");
    CHECK(report::renderer_for_file("drift.sarif")->name == "sarif");
    CHECK(report::renderer_for_file("drift.pdf") == nullptr);
}

TEST_CASE("no two formats share a name or an ending") {
    for (auto const& renderer : report::renderers()) {
        CHECK(report::find_renderer(renderer.name) == &renderer);
        CHECK(report::renderer_for_file("x" + std::string(renderer.extension)) == &renderer);
        CHECK(!renderer.about.empty());
    }
    CHECK(report::find_renderer("pdf") == nullptr);
}

TEST_CASE("a report fails on findings at or above the threshold that are not accepted") {
    Sample sample;
    sample.report.fail_on = Severity::critical;
    CHECK(report::fails(sample.report));
    for (auto& finding : sample.report.findings) {
        finding.accepted = finding.severity == Severity::critical ? "known" : "";
    }
    CHECK(!report::fails(sample.report));
    sample.report.fail_on = Severity::high;
    CHECK(report::fails(sample.report));
}

}  // namespace lockstep::tests
