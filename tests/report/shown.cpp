#include "report/shown.hpp"

#include <doctest/doctest.h>

namespace lockstep::tests {

using report::display_width;
using report::shown;
using report::shown_on_one_line;
using report::wrapped;

TEST_CASE("what would move the cursor or turn the text around is shown as an escape") {
    CHECK(shown("a\x1b[31mb") == "a\\x1b[31mb");
    CHECK(shown("user\xe2\x80\xae"
                "nimda") == "user\\u202enimda");
    CHECK(shown_on_one_line("a\nb\tc") == "a\\nb\\tc");
}

TEST_CASE("widths follow the terminal: wide characters take two columns, combining ones none") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("żółw") == 4);
    CHECK(display_width("表") == 2);
    CHECK(display_width("e\xcc\x81") == 1);
}

TEST_CASE("text wraps at spaces, and inside a word only where there is no space") {
    using Lines = std::vector<std::string>;
    CHECK(wrapped("one two three", 8) == Lines{"one two", "three"});
    CHECK(wrapped("abcdefghij", 4) == Lines{"abcd", "efgh", "ij"});
    CHECK(wrapped("", 4) == Lines{""});
    CHECK(wrapped("fits", 4) == Lines{"fits"});
}

}  // namespace lockstep::tests
