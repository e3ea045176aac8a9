#include "relay/slot.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "relay/numbers.hpp"

namespace lockstep::relay {

namespace {

constexpr std::size_t longest_name = 63;

bool is_slot_character(char it) {
    return (it >= 'a' && it <= 'z') || (it >= '0' && it <= '9') || it == '_';
}

/// Servers before 17 give no reason, but say that it is of no use; 16 says `conflicting` of any.
std::string invalidation(std::string_view reason, std::string_view conflicting,
                         std::string_view wal_status) {
    if (!reason.empty()) {
        return std::string(reason);
    }
    return wal_status == "lost" ? "wal_removed" : conflicting == "true" ? "conflict" : "";
}

}  // namespace

// As JSON, a column that the server's version does not have is NULL and no error.
std::optional<SlotState> read_slot(pg::Connection& source, std::string_view name) {
    auto const rows = source.query(
        sql("SELECT j ->> 'plugin', j ->> 'database', j ->> 'temporary', j ->> 'active_pid', "
            "restart_lsn, confirmed_flush_lsn, wal_status, safe_wal_size, j ->> "
            "'invalidation_reason', j ->> 'conflicting', j ->> 'inactive_since', j ->> 'failover', "
            "j ->> 'synced', pg_catalog.pg_wal_lsn_diff(at, confirmed_flush_lsn)::bigint, "
            "pg_catalog.pg_wal_lsn_diff(at, restart_lsn)::bigint "
            "FROM (SELECT s.*, pg_catalog.to_jsonb(s) AS j, CASE WHEN "
            "pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() ELSE "
            "pg_catalog.pg_current_wal_lsn() END AS at FROM pg_catalog.pg_replication_slots s "
            "WHERE slot_name = $1) slot"),
        std::array<pg::Parameter, 1>{name});
    if (rows.size() == 0) {
        return std::nullopt;
    }
    auto const text = [&](std::size_t column) { return std::string(rows.cell(0, column)); };
    SlotState slot{.plugin = text(0),
                   .database = text(1),
                   .temporary = text(2) == "true",
                   .restart_lsn = parse_lsn(text(4)),
                   .confirmed_flush_lsn = parse_lsn(text(5)),
                   .wal_status = text(6),
                   .invalidation_reason = invalidation(text(8), text(9), text(6)),
                   .inactive_since = text(10),
                   .failover = text(11) == "true",
                   .synced = text(12) == "true",
                   .lag = std::max<std::int64_t>(0, to_number(text(13))),
                   .retained = std::max<std::int64_t>(0, to_number(text(14)))};
    if (!rows.is_null(0, 3)) {
        slot.active_pid = static_cast<int>(to_number(text(3)));
    }
    if (!rows.is_null(0, 7)) {
        slot.safe_wal_size = to_number(text(7));
    }
    return slot;
}

bool makes_failover_slot(int server_version, bool in_recovery) {
    constexpr int first_with_failover = 170'000;
    return server_version >= first_with_failover && !in_recovery;
}

void check_slot_name(std::string_view name) {
    if (name.empty() || name.size() > longest_name ||
        !std::ranges::all_of(name, is_slot_character)) {
        throw Error(ExitCode::bad_input,
                    fmt::format("\"{}\" cannot be the name of a replication slot", printable(name)),
                    "Such a name has at most 63 characters, of a to z, 0 to 9 and _: `sync.slot`");
    }
}

void drop_slot(pg::Connection& source, std::string_view name) {
    source.query(sql("SELECT pg_catalog.pg_drop_replication_slot($1)"),
                 std::array<pg::Parameter, 1>{name});
}

}  // namespace lockstep::relay
