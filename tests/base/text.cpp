#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace lockstep;

TEST_CASE("a glob's star stands for any run of characters") {
    CHECK(matches_glob("public.audit_*", "public.audit_log"));
    CHECK(matches_glob("*", ""));
    CHECK(matches_glob("a*b*c", "aXbXbXc"));
    CHECK_FALSE(matches_glob("public.audit_?", "public.audit_log"));
}

TEST_CASE("the nearest candidate is offered, and none when nothing is near") {
    constexpr auto keys = std::to_array<std::string_view>({"database", "databases", "sync_rules"});
    CHECK(did_you_mean("databse", keys) == "; did you mean \"database\"?");
    CHECK(did_you_mean("zzz", keys).empty());
}

TEST_CASE("what is no UTF-8 is known") {
    CHECK(is_utf8("größe 😀"));
    CHECK_FALSE(is_utf8("\xC0\xAF"));
    CHECK_FALSE(is_utf8("\xED\xA0\x80"));
    CHECK_FALSE(is_utf8("\xF5\x80\x80\x80"));
}

TEST_CASE("control characters are made visible before they reach a terminal") {
    CHECK(printable("a\x1b[31mb\xff") == "a\\x1b[31mb\\xff");
    CHECK(printable("größe\n") == "größe\n");
}
