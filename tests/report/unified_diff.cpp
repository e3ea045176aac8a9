#include "report/unified_diff.hpp"

#include <doctest/doctest.h>

namespace lockstep::tests {

namespace {

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a unified diff shows a changed line with three lines of context") {
    CHECK(report::unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
          Lines{"@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"});
}

TEST_CASE("changes far apart stand in hunks of their own, near ones share one") {
    CHECK(report::unified_diff("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n") ==
          Lines{"@@ -1,4 +1,4 @@", "-a", "+A", " 1", " 2", " 3", "@@ -6,4 +6,4 @@", " 5", " 6",
                " 7", "-b", "+B"});
    CHECK(report::unified_diff("a\n1\nb\n", "A\n1\nB\n").size() == 6);
}

TEST_CASE("the range of an empty side begins at line 0") {
    CHECK(report::unified_diff("", "x\n") == Lines{"@@ -0,0 +1 @@", "+x"});
    CHECK(report::unified_diff("x\n", "") == Lines{"@@ -1 +0,0 @@", "-x"});
    CHECK(report::unified_diff("x\n", "x\n").empty());
}

TEST_CASE("texts too long for the shortest way are still told right") {
    std::string before;
    std::string after;
    for (int i = 0; i < 3000; ++i) {
        before += "old " + std::to_string(i) + "\n";
        after += "new " + std::to_string(i) + "\n";
    }
    auto const lines = report::unified_diff(before, after);
    CHECK(lines.size() == 6001);
    CHECK(lines.front() == "@@ -1,3000 +1,3000 @@");
}

}  // namespace lockstep::tests
