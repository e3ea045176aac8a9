#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "report/renderers.hpp"
#include "support/report_sample.hpp"

namespace lockstep::tests {

TEST_CASE("the sarif report tells every form of finding") {
    Sample const sample;
    check_golden("drift.sarif", report::render_sarif(sample.report, {}));
}

TEST_CASE("hostile names stay names in the sarif report") {
    Sample sample;
    sample.make_hostile();
    check_golden("hostile.sarif", report::render_sarif(sample.report, {}));
}

TEST_CASE("every sarif result names its rule and carries a fingerprint") {
    Sample const sample;
    auto const sarif = nlohmann::json::parse(report::render_sarif(sample.report, {}));
    auto const& run = sarif["runs"][0];
    REQUIRE(run["results"].size() == sample.report.findings.size());
    for (auto const& result : run["results"]) {
        auto const index = result["ruleIndex"].get<std::size_t>();
        CHECK(run["tool"]["driver"]["rules"][index]["id"] == result["ruleId"]);
        CHECK(result["partialFingerprints"]["lockstep/v1"].get<std::string>().size() == 16);
    }
}

TEST_CASE("the sarif report of two equal schemas has no results") {
    Sample sample;
    sample.make_in_step();
    auto const sarif = nlohmann::json::parse(report::render_sarif(sample.report, {}));
    CHECK(sarif["runs"][0]["results"].empty());
}

}  // namespace lockstep::tests
