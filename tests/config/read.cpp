#include <doctest/doctest.h>

#include "base/error.hpp"
#include "config/load.hpp"

using namespace lockstep;
using namespace lockstep::config;

TEST_CASE("a file without settings gives the defaults") {
    CHECK(read("c.json", "{}", Syntax::json).config == Config{});
    CHECK(read("c.yaml", "", Syntax::yaml).config == Config{});
}
