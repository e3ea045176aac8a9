#include <doctest/doctest.h>

#include "report/renderers.hpp"
#include "support/report_sample.hpp"

namespace lockstep::tests {

TEST_CASE("the junit report tells every form of finding") {
    Sample const sample;
    check_golden("drift.xml", report::render_junit(sample.report, {}));
}

TEST_CASE("the junit report of two equal schemas says so") {
    Sample sample;
    sample.make_in_step();
    check_golden("in_step.xml", report::render_junit(sample.report, {}));
}

TEST_CASE("hostile names stay names in the junit report") {
    Sample sample;
    sample.make_hostile();
    check_golden("hostile.xml", report::render_junit(sample.report, {}));
}

}  // namespace lockstep::tests
