#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "report/renderers.hpp"
#include "support/json_schema.hpp"
#include "support/report_sample.hpp"

namespace lockstep::tests {

namespace {

using nlohmann::json;

std::vector<std::string> errors_of(std::string const& text) {
    return schema_errors(published_schema("drift-report"), json::parse(text));
}

}  // namespace

TEST_CASE("the json report tells every form of finding") {
    Sample const sample;
    check_golden("drift.json", report::render_json(sample.report, {}));
}

TEST_CASE("hostile names stay names in the json report") {
    Sample sample;
    sample.make_hostile();
    check_golden("hostile.json", report::render_json(sample.report, {}));
}

TEST_CASE("the json report is as docs/schemas/drift-report.json says") {
    Sample sample;
    CHECK(errors_of(report::render_json(sample.report, {})) == std::vector<std::string>{});
    sample.make_hostile();
    CHECK(errors_of(report::render_json(sample.report, {})) == std::vector<std::string>{});
    sample.make_in_step();
    CHECK(errors_of(report::render_json(sample.report, {})) == std::vector<std::string>{});
}

TEST_CASE("the schema of the json report refuses what is not one") {
    Sample const sample;
    auto report = json::parse(report::render_json(sample.report, {}));
    report["findings"][0]["severity"] = "awful";
    report["findings"][1].erase("rule");
    report["more"] = 1;
    CHECK(
        schema_errors(published_schema("drift-report"), report) ==
        std::vector<std::string>{
            "/findings/0/severity: \"awful\" is none of [\"low\",\"medium\",\"high\",\"critical\"]",
            "/findings/1: lacks \"rule\"", ": may not have \"more\""});
}

TEST_CASE("a name that is no UTF-8 does not spoil the json report") {
    Sample sample;
    sample.report.warnings = {"\xff"};
    CHECK(json::parse(report::render_json(sample.report, {}))["warnings"][0] == "\xef\xbf\xbd");
}

}  // namespace lockstep::tests
