#include <doctest/doctest.h>

#include "report/renderers.hpp"
#include "support/report_sample.hpp"

namespace lockstep::tests {

TEST_CASE("the html report tells every form of finding") {
    Sample const sample;
    check_golden("drift.html", report::render_html(sample.report, {}));
}

TEST_CASE("the html report of two equal schemas says so") {
    Sample sample;
    sample.make_in_step();
    check_golden("in_step.html", report::render_html(sample.report, {}));
}

TEST_CASE("hostile names stay names in the html report") {
    Sample sample;
    sample.make_hostile();
    check_golden("hostile.html", report::render_html(sample.report, {}));
}

}  // namespace lockstep::tests
