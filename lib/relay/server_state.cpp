#include "relay/server_state.hpp"

#include <fmt/core.h>

#include "base/error.hpp"
#include "relay/numbers.hpp"

namespace lockstep::relay {

// A server that was promoted tells its new timeline in the names of its WAL files at once, in its
// control file after the next checkpoint only; a standby tells no such names, but follows another
// timeline in its control file as soon as it has to.
ServerState read_server_state(pg::Connection& source) {
    auto const rows = source.query(sql(
        "SELECT s.system_identifier, CASE WHEN pg_catalog.pg_is_in_recovery() THEN "
        "(SELECT greatest(c.timeline_id, r.min_recovery_end_timeline) FROM "
        "pg_catalog.pg_control_checkpoint() c, pg_catalog.pg_control_recovery() r) ELSE ('x' || "
        "pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8))"
        "::bit(32)::int END, pg_catalog.pg_is_in_recovery(), CASE WHEN "
        "pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() ELSE "
        "pg_catalog.pg_current_wal_lsn() END FROM pg_catalog.pg_control_system() s"));
    return {.system_identifier = std::string(rows.cell(0, 0)),
            .timeline = static_cast<int>(to_number(rows.cell(0, 1))),
            .in_recovery = rows.cell(0, 2) == "t",
            .lsn = to_lsn(rows.cell(0, 3))};
}

void refuse_old_source(int version) {
    constexpr int per_major = 10'000;
    constexpr int oldest = 14;
    if (version / per_major < oldest) {
        throw Error(ExitCode::bad_input,
                    fmt::format("the relay reads PostgreSQL {} and later; this is {}", oldest,
                                version / per_major),
                    "Upgrade the server (pg_upgrade); what is not relayed works with 13, too");
    }
}

ServerSettings read_server_settings(pg::Connection& source) {
    auto const rows = source.query(
        sql("SELECT current_setting('wal_level'), current_setting('max_replication_slots'), "
            "(SELECT count(*) FROM pg_catalog.pg_replication_slots), "
            "current_setting('max_wal_senders'), (SELECT count(*) FROM "
            "pg_catalog.pg_stat_get_wal_senders()), (SELECT setting FROM pg_catalog.pg_settings "
            "WHERE name = 'max_slot_wal_keep_size')"));
    auto const number = [&](std::size_t column) {
        return static_cast<int>(to_number(rows.cell(0, column)));
    };
    return {.wal_level = std::string(rows.cell(0, 0)),
            .max_replication_slots = number(1),
            .replication_slots = number(2),
            .max_wal_senders = number(3),
            .wal_senders = number(4),
            .max_slot_wal_keep_size_mb = to_number(rows.cell(0, 5))};
}

}  // namespace lockstep::relay
