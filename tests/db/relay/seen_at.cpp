// Which entries of the history a snapshot of the source sees.
#include <doctest/doctest.h>

#include <fmt/core.h>

#include "relay/verify.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

bool is_seen(relay::Snapshot const& snapshot, std::string_view lsn, std::int64_t transaction) {
    static TestDatabase database;
    auto const entry =
        sql("SELECT {} FROM (VALUES ({}::pg_lsn, {}::bigint)) AS entry(lsn, "
            "transaction_id)",
            relay::seen_at(snapshot), literal(lsn), number(transaction));
    return database.connection().query(entry).cell(0, 0) == "t";
}

relay::Lsn lsn(std::string_view text) {
    return relay::parse_lsn(text).value();
}

TEST_CASE("a snapshot sees what was committed before, save what was still running") {
    relay::Snapshot const snapshot{
        .after = lsn("0/2000"), .next_transaction = 100, .running_transactions = {90, 95}};
    CHECK(is_seen(snapshot, "0/1000", 80));
    CHECK(is_seen(snapshot, "0/2000", 99));
    CHECK_FALSE(is_seen(snapshot, "0/2001", 99));
    // Committed in the log, not yet to be seen.
    CHECK_FALSE(is_seen(snapshot, "0/1000", 90));
    CHECK_FALSE(is_seen(snapshot, "0/1000", 95));
    CHECK_FALSE(is_seen(snapshot, "0/1000", 100));
    CHECK_FALSE(is_seen(snapshot, "0/1000", 101));
    CHECK(is_seen({.after = lsn("0/2000"), .next_transaction = 100}, "0/1000", 99));
}

TEST_CASE("numbers of transactions come again") {
    relay::Snapshot const snapshot{
        .after = lsn("FFF/0"), .next_transaction = 10, .running_transactions = {4'294'967'290}};
    CHECK(is_seen(snapshot, "FFE/FFFFFFFF", 4'294'967'291));
    CHECK_FALSE(is_seen(snapshot, "FFE/FFFFFFFF", 4'294'967'290));
    CHECK_FALSE(is_seen(snapshot, "FFE/FFFFFFFF", 11));
    // Those of the round before.
    CHECK(is_seen(snapshot, "1/0", 4'294'967'290));
    CHECK(is_seen(snapshot, "1/0", 11));
}

}  // namespace
}  // namespace lockstep::tests
