#include "relay/wal2json_tables.hpp"

#include <doctest/doctest.h>

#include <array>

namespace lockstep::relay {
namespace {

TEST_CASE("tables are listed with their schemas") {
    std::array const tables{TableName{"public", "orders"}, TableName{"audit", "log_1"}};
    CHECK_EQ(wal2json_tables(tables), "public.orders,audit.log_1");
}

TEST_CASE("of a name, all that the list has a use for is taken for itself") {
    std::array const tables{TableName{"a.b", "c,d *\\"}, TableName{"pùblic", "O'Brien"}};
    CHECK_EQ(wal2json_tables(tables), R"(a\.b.c\,d\ \*\\,pùblic.O\'Brien)");
}

TEST_CASE("no tables are an empty list") {
    CHECK_EQ(wal2json_tables({}), "");
}

}  // namespace
}  // namespace lockstep::relay
