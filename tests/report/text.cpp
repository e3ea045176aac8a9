#include <doctest/doctest.h>

#include "report/renderers.hpp"
#include "support/report_sample.hpp"

namespace lockstep::tests {

TEST_CASE("the text report tells every form of finding") {
    Sample const sample;
    check_golden("drift.txt", report::render_text(sample.report, {}));
}

TEST_CASE("the text report of two equal schemas says so") {
    Sample sample;
    sample.make_in_step();
    check_golden("in_step.txt", report::render_text(sample.report, {}));
}

TEST_CASE("hostile names stay names in the text report") {
    Sample sample;
    sample.make_hostile();
    check_golden("hostile.txt", report::render_text(sample.report, {}));
}

TEST_CASE("the text report wraps at the terminal's width") {
    Sample const sample;
    check_golden("narrow.txt", report::render_text(sample.report, {.colour = false, .width = 60}));
}

TEST_CASE("the text report has colours where they are wanted, and the same words") {
    Sample const sample;
    check_golden("colour.txt", report::render_text(sample.report, {.colour = true, .width = 100}));
}

TEST_CASE("the text report of two sources speaks of from and to") {
    Sample sample;
    sample.report.is_check = false;
    check_golden("diff.txt", report::render_text(sample.report, {}));
}

}  // namespace lockstep::tests
