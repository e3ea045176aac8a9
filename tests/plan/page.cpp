// After a change of the table of hazards, LOCKSTEP_UPDATE_DOCS=1 writes the page anew.
#include <cstdlib>

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "plan/hazard.hpp"
#include "support/support.hpp"

using namespace lockstep;

TEST_CASE("docs/plans.md holds the table of hazards") {
    constexpr std::string_view begin = "<!-- hazards -->\n";
    constexpr std::string_view end = "<!-- end of hazards -->\n";
    auto const file = tests::repository_file("docs/plans.md");
    auto const page = read_text_file(file);
    auto const from = page.find(begin);
    auto const to = page.find(end);
    REQUIRE(from != std::string::npos);
    REQUIRE(to != std::string::npos);
    auto const wanted =
        page.substr(0, from) + std::string(begin) + plan::hazards_as_markdown() + page.substr(to);
    if (std::getenv("LOCKSTEP_UPDATE_DOCS") != nullptr) {
        write_file(file, wanted);
    }
    CHECK(read_text_file(file) == wanted);
}

TEST_CASE("hazards stand in the order of their enumeration, and are found by name") {
    for (auto const& row : plan::hazard_kinds()) {
        CHECK(&plan::info(row.kind) == &row);
        CHECK(plan::find_hazard(row.name) == &row);
    }
    CHECK(plan::find_hazard("data_loss") == nullptr);
}
