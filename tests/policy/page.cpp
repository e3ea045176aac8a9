#include <doctest/doctest.h>

#include "base/files.hpp"
#include "policy/rules.hpp"
#include "support/support.hpp"

using namespace lockstep;

TEST_CASE("docs/severities.md says what the table of default severities says") {
    CHECK(read_text_file(tests::repository_file("docs/severities.md")) ==
          policy::severities_page());
}
