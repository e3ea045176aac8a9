#include "relay/versions.hpp"

#include <doctest/doctest.h>

namespace lockstep::relay {
namespace {

constexpr Lsn before{50};
constexpr Lsn migration{100};
constexpr Lsn later{200};

TEST_CASE("a version holds for the tables that the message names; others keep theirs") {
    Versions versions;
    versions.see(R"({"version": 7})", before);
    auto const news = versions.see(
        R"({"version": "12", "fingerprint": "ab", "tables": ["org.a", "org.b"]})", migration);
    CHECK_EQ(news.size(), 2);
    CHECK_EQ(versions.of("org.a"), "12");
    CHECK_EQ(versions.of("public.orders"), "7");
    versions.see(R"({"version": 8})", later);
    CHECK_EQ(versions.of("org.a"), "12");
    CHECK_EQ(versions.of("public.orders"), "8");
}

TEST_CASE("without a message there is no version") {
    CHECK_EQ(Versions().of("public.t"), "");
}

TEST_CASE("a change of a table is explained by a message that came since it was last seen") {
    Versions versions;
    versions.see(R"({"version": 1})", migration);
    CHECK(versions.explain("public.t", before, later));
    CHECK_FALSE(versions.explain("public.t", later, later));
}

TEST_CASE("within the migration's own transaction every change is explained") {
    Versions versions;
    versions.see(R"({"version": 1})", migration);
    CHECK(versions.explain("public.t", migration, migration));
}

TEST_CASE("a message that says what it changed explains nothing else") {
    Versions versions;
    versions.see(R"({"version": 1, "changed": ["public.a"]})", migration);
    CHECK(versions.explain("public.a", before, later));
    CHECK_FALSE(versions.explain("public.b", before, later));
    CHECK_EQ(versions.of("public.a"), "1");
}

TEST_CASE("what was durable is known again") {
    Versions versions;
    versions.know({"public.a", "3", "", migration, true});
    versions.know({"", "9", "", before, false});
    CHECK_EQ(versions.of("public.a"), "3");
    CHECK_EQ(versions.of("public.b"), "9");
    CHECK(versions.explain("public.a", before, later));
    CHECK_FALSE(versions.explain("public.b", Lsn{}, later));
}

TEST_CASE("a message that is none tells nothing: anybody may write one") {
    Versions versions;
    for (auto const* const content :
         {"", "x", "[]", "{}", R"({"version": {}})", R"({"version": null, "tables": ["a"]})"}) {
        CHECK(versions.see(content, migration).empty());
    }
    CHECK(versions.see(R"({"version": 1, "tables": "x", "changed": 3})", migration).size() == 1);
    CHECK_EQ(versions.see("{\"version\": \"1\\u0000\"}", migration).front().version, "1\\x00");
}

}  // namespace
}  // namespace lockstep::relay
