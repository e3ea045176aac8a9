// After a change of the table, LOCKSTEP_UPDATE_DOCS=1 writes the page anew.
#include <cstdlib>

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "policy/rules.hpp"
#include "support/support.hpp"

using namespace lockstep;

TEST_CASE("docs/severities.md says what the table of default severities says") {
    auto const file = tests::repository_file("docs/severities.md");
    if (std::getenv("LOCKSTEP_UPDATE_DOCS") != nullptr) {
        write_file(file, policy::severities_page());
    }
    CHECK(read_text_file(file) == policy::severities_page());
}
