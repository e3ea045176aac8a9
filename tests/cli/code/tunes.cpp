// tests/samples/tunes: constants, types, Drizzle's and TypeORM's tables, hand-written in many
// styles, and their database.
#include <doctest/doctest.h>

#include "support/sample_site.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("the sample application in TypeScript is in step with its database") {
    SampleSite const site("tunes", "typescript:.");
    CHECK(site.found({}).empty());
    CHECK(site.warnings().empty());
}

TEST_CASE(
    "TypeScript: each kind of drift is found on the line of its definition, and nothing else") {
    CHECK(drift_of_sample("tunes").size() >= 60);
    check_drift_of_sample("tunes", "typescript:.");
}

}  // namespace
}  // namespace lockstep::tests
