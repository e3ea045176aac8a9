#include "relay/history_filter.hpp"

#include <doctest/doctest.h>

namespace lockstep::relay {
namespace {

std::string condition(HistoryFilter const& filter) {
    return history_condition(filter).text();
}

TEST_CASE("without a filter all entries are meant") {
    CHECK_EQ(condition({}), "true");
}

TEST_CASE("patterns of tables are LIKE's, its own signs as they are") {
    CHECK_EQ(condition({.tables = {"order*", "a_b%?"}}),
             "true AND table_name LIKE ANY (ARRAY['order%', E'a\\\\_b\\\\%_']::text[])");
}

TEST_CASE("a table of public is named as the history does") {
    CHECK_EQ(history_table_name("public.orders"), "orders");
    CHECK_EQ(history_table_name("auth.users"), "auth.users");
    CHECK_EQ(history_table_name("orders"), "orders");
}

TEST_CASE("a row is found by its key before and after; a TRUNCATE takes it, too") {
    CHECK_EQ(condition({.key = {{"a", "1"}, {"b", "O'Neil"}}}),
             "true AND ((data ->> 'a' = '1' AND data ->> 'b' = 'O''Neil') OR (old_data ->> 'a' = "
             "'1' AND old_data ->> 'b' = 'O''Neil') OR operation = 'TRUNCATE')");
}

TEST_CASE("everything else that can be asked for") {
    CHECK_EQ(condition({.clients = {"app-7"},
                        .operations = {"INSERT", "DELETE"},
                        .since = Moment{.time = {}, .ago = std::chrono::hours(1)},
                        .until = Moment{.time = "2026-11-21 00:00:00+00"},
                        .transaction = 735,
                        .from_position = 3,
                        .to_position = 9}),
             "true AND client_id = ANY (ARRAY['app-7']::text[]) AND operation = ANY "
             "(ARRAY['INSERT', 'DELETE']::text[]) AND timestamp >= (now() - interval '3600000 ms') "
             "AND timestamp <= '2026-11-21 00:00:00+00'::timestamptz AND transaction_id = 735 AND "
             "position >= 3 AND position <= 9");
}

}  // namespace
}  // namespace lockstep::relay
