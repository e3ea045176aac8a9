#include <doctest/doctest.h>

#include "report/renderers.hpp"
#include "support/report_sample.hpp"

namespace lockstep::tests {

TEST_CASE("the github report tells every form of finding") {
    Sample const sample;
    check_golden("drift.github", report::render_github(sample.report, {}));
}

TEST_CASE("the github report of two equal schemas says so") {
    Sample sample;
    sample.make_in_step();
    check_golden("in_step.github", report::render_github(sample.report, {}));
}

TEST_CASE("hostile names stay names in the github report") {
    Sample sample;
    sample.make_hostile();
    check_golden("hostile.github", report::render_github(sample.report, {}));
}

}  // namespace lockstep::tests
