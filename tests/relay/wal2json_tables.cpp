#include "relay/wal2json_tables.hpp"

#include <doctest/doctest.h>

#include <array>

namespace lockstep::relay {
namespace {

TEST_CASE("what the relay writes itself is left out") {
    CHECK_EQ(wal2json_filter({}), "lockstep.*");
}

TEST_CASE("so are the tables that are named, each with its schema") {
    std::array const tables{TableName{"public", "orders"}, TableName{"audit", "log_1"}};
    CHECK_EQ(wal2json_filter(tables), "lockstep.*,public.orders,audit.log_1");
}

TEST_CASE("of a name, all that the list has a use for is taken for itself") {
    std::array const tables{TableName{"a.b", "c,d *\\"}, TableName{"pùblic", "O'Brien"}};
    CHECK_EQ(wal2json_filter(tables), R"(lockstep.*,a\.b.c\,d\ \*\\,pùblic.O\'Brien)");
}

}  // namespace
}  // namespace lockstep::relay
