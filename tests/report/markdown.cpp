#include <doctest/doctest.h>

#include "report/renderers.hpp"
#include "support/report_sample.hpp"

namespace lockstep::tests {

TEST_CASE("the markdown report tells every form of finding") {
    Sample const sample;
    check_golden("drift.md", report::render_markdown(sample.report, {}));
}

TEST_CASE("the markdown report of two equal schemas says so") {
    Sample sample;
    sample.make_in_step();
    check_golden("in_step.md", report::render_markdown(sample.report, {}));
}

TEST_CASE("hostile names stay names in the markdown report") {
    Sample sample;
    sample.make_hostile();
    check_golden("hostile.md", report::render_markdown(sample.report, {}));
}

}  // namespace lockstep::tests
