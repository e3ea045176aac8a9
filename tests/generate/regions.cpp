#include "generate/regions.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace lockstep::tests {
namespace {

using generate::splice;
using generate::without_marks;

constexpr auto generated =
    "# header\n"
    "# lockstep: begin A\n"
    "class A:\n"
    "\n"
    "    x = 1\n"
    "# lockstep: end\n"
    "\n"
    "\n"
    "# lockstep: begin B\n"
    "class B: pass\n"
    "# lockstep: end\n";

TEST_CASE("a whole file is what was generated, without marks") {
    CHECK(without_marks("t", generated) == "# header\nclass A:\n\n    x = 1\n\n\nclass B: pass\n");
    CHECK(without_marks("t", "no region\n") == "no region\n");
    CHECK(without_marks("t", "").empty());
}

TEST_CASE("regions get their parts, and nothing else changes, not even bytes that are no text") {
    auto const spliced = splice("f.py",
                                "by hand \xff\r\n"
                                "# lockstep: begin B\n"
                                "old\n"
                                "# lockstep: end B\n"
                                "also by hand, without a newline",
                                generated);
    CHECK(spliced.text ==
          "by hand \xff\r\n"
          "# lockstep: begin B\n"
          "class B: pass\n"
          "# lockstep: end B\n"
          "also by hand, without a newline");
    CHECK(spliced.not_there == std::vector<std::string>{"A"});
    CHECK(spliced.left_over.empty());
}

TEST_CASE("a region * takes what has no region of its own") {
    CHECK(splice("f", "# lockstep: begin *\n# lockstep: end\n", generated).text ==
          "# lockstep: begin *\nclass A:\n\n    x = 1\n\n\nclass B: pass\n# lockstep: end\n");
    auto const both =
        splice("f", "# lockstep: begin *\n# lockstep: end\n# lockstep: begin A\n# lockstep: end\n",
               generated);
    CHECK(both.text ==
          "# lockstep: begin *\nclass B: pass\n# lockstep: end\n"
          "# lockstep: begin A\nclass A:\n\n    x = 1\n# lockstep: end\n");
    CHECK(both.not_there.empty());
}

TEST_CASE("a region keeps its indentation and its line ends") {
    CHECK(splice("f", "if x:\r\n    # lockstep: begin A\r\n    # lockstep: end\r\n", generated)
              .text ==
          "if x:\r\n    # lockstep: begin A\r\n    class A:\r\n\r\n        x = 1\r\n"
          "    # lockstep: end\r\n");
}

TEST_CASE("marks are comments of whichever language") {
    for (auto const* const mark :
         {"// lockstep: begin A", "-- lockstep: begin A", "/* lockstep: begin A */",
          "<!-- lockstep: begin A -->", "  #lockstep:  begin A  "}) {
        auto const file = std::string(mark) + "\n// lockstep: end\n";
        CHECK_MESSAGE(splice("f", file, generated).text.find("class A") != std::string::npos, mark);
    }
    for (auto const* const text : {"lockstep: begin A", "x # lockstep: begin A", "# begin A"}) {
        CHECK_MESSAGE(splice("f", text, generated).not_there.size() == 2, text);
    }
}

TEST_CASE("a region for which there is nothing stays as it is, and is told") {
    auto const spliced = splice("f", "# lockstep: begin Gone\nx\n# lockstep: end\n", generated);
    CHECK(spliced.text == "# lockstep: begin Gone\nx\n# lockstep: end\n");
    CHECK(spliced.left_over == std::vector<std::string>{"Gone"});
}

TEST_CASE("what is spliced again does not change") {
    auto const once = splice("f", "a\n# lockstep: begin *\n# lockstep: end\nb\n", generated).text;
    CHECK(splice("f", once, generated).text == once);
}

TEST_CASE("regions that are wrong are named by line") {
    auto const error_of = [](std::string const& file) -> std::string {
        try {
            return splice("f.py", file, generated).text;
        } catch (ParseError const& error) {
            return error.what();
        }
    };
    CHECK(error_of("x\n# lockstep: begin A\n") ==
          "f.py:2:1: the region A does not end: a line \"lockstep: end\" is missing\n"
          "  # lockstep: begin A\n"
          "  ^");
    CHECK(error_of("# lockstep: end\n") ==
          "f.py:1:1: no region ends here, for none has begun\n  # lockstep: end\n  ^");
    CHECK(error_of("# lockstep: begin A\n# lockstep: begin B\n") ==
          "f.py:2:1: a region begins inside of another: A\n  # lockstep: begin B\n  ^");
    CHECK(error_of("# lockstep: begin A\n# lockstep: end\n# lockstep: begin A\n") ==
          "f.py:3:1: a second region A\n  # lockstep: begin A\n  ^");
}

}  // namespace
}  // namespace lockstep::tests
