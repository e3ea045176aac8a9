#include "relay/history_tables.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace lockstep::relay {
namespace {

std::string named(std::string_view configured) {
    return history_names(configured).qualified().text();
}

TEST_CASE("the history's table is named with its schema or without, quoted or not") {
    CHECK_EQ(named("change_history"), "lockstep.change_history");
    CHECK_EQ(named("audit.log"), "audit.log");
    CHECK_EQ(named("Audit.my log"), R"("Audit"."my log")");
    CHECK_EQ(named(R"("a.b"."c""d")"), R"("a.b"."c""d")");
    CHECK_EQ(named(R"(audit."x.y")"), R"(audit."x.y")");
    CHECK_EQ(named("größe"), R"(lockstep."größe")");
}

TEST_CASE("what cannot name a table is refused") {
    for (std::string const& text :
         {std::string(), std::string("."), std::string("a."), std::string(".b"),
          std::string("a.b.c"), std::string("\"a"), std::string("\"\""), std::string("a\"b"),
          std::string("\"a\"b"), std::string(64, 'x'), std::string("a\0b", 3),
          std::string("\xff")}) {
        CAPTURE(text);
        CHECK_THROWS_AS(history_names(text), Error);
    }
    CHECK_EQ(history_names(std::string(63, 'x')).table.size(), 63);
}

TEST_CASE("a month of a very long name keeps its month, and no half character") {
    CHECK_EQ(partition_name({.table = "log"}, "2026-11-01"), "log_2026_11");
    auto const long_name = partition_name({.table = std::string(63, 'x')}, "2026-11-01");
    CHECK_EQ(long_name, std::string(55, 'x') + "_2026_11");
    CHECK_EQ(partition_name({.table = std::string(54, 'x') + "öööö"}, "2026-12-01"),
             std::string(54, 'x') + "_2026_12");
}

TEST_CASE("a month goes from its first day to the next one's, in UTC") {
    CHECK_EQ(history_partition({.schema = "a b", .table = "log"}, "2026-12-01").text(),
             R"(CREATE TABLE IF NOT EXISTS "a b".log_2026_12 PARTITION OF "a b".log FOR VALUES )"
             "FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00'); COMMENT ON TABLE "
             "\"a b\".log_2026_12 IS 'kept by lockstep for itself; see its manual'");
}

}  // namespace
}  // namespace lockstep::relay
