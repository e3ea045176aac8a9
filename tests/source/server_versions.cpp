#include "source/server_versions.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>

namespace lockstep::tests {
namespace {

using source::refuse_old_server;
using source::warning_of_new_server;

TEST_CASE("a server older than PostgreSQL 13 is refused") {
    CHECK_THROWS_WITH_AS(refuse_old_server("shop", 120022),
                         "shop is PostgreSQL 12, older than 13, the oldest that is supported",
                         Error);
    CHECK_NOTHROW(refuse_old_server("shop", 130000));
}

TEST_CASE("a server newer than PostgreSQL 18 is read with a warning") {
    CHECK(!warning_of_new_server("shop", 180002));
    CHECK(warning_of_new_server("shop", 190000) ==
          "shop is PostgreSQL 19, newer than 18, the newest known: what is new in it is not seen");
}

}  // namespace
}  // namespace lockstep::tests
