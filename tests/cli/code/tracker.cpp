// tests/samples/tracker: an application's Python, hand-written in many styles, and its database.
#include <doctest/doctest.h>

#include "support/sample_site.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("the sample application in Python is in step with its database") {
    SampleSite const site("tracker", "python:schemas");
    CHECK(site.found({}).empty());
    CHECK(site.warnings().empty());
}

TEST_CASE("Python: each kind of drift is found on the line of its definition, and nothing else") {
    CHECK(drift_of_sample("tracker").size() >= 60);
    check_drift_of_sample("tracker", "python:schemas");
}

}  // namespace
}  // namespace lockstep::tests
