#include "relay/epoch.hpp"

#include <array>

#include "relay/numbers.hpp"

namespace lockstep::relay {

std::int64_t begin_epoch(pg::Connection& history, HistoryNames const& names,
                         EpochStart const& start) {
    auto const lsn = to_string(start.lsn);
    auto const timeline = std::to_string(start.timeline);
    auto const rows = history.query(
        sql("WITH begun AS (INSERT INTO lockstep.relay_state AS s (slot, epoch, position, lsn, "
            "system_identifier, timeline) SELECT $1, 1 + coalesce((SELECT max(epoch) FROM "
            "lockstep.relay_epoch WHERE slot = $1), 0), coalesce((SELECT max(position) FROM {}), "
            "0), $2, $3, $4 ON CONFLICT (slot) DO UPDATE SET epoch = 1 + greatest(s.epoch, (SELECT "
            "max(epoch) FROM lockstep.relay_epoch e WHERE e.slot = s.slot)), lsn = excluded.lsn, "
            "system_identifier = excluded.system_identifier, timeline = excluded.timeline, "
            "publication = NULL, term = s.term + 1, leader = NULL, leader_backend = NULL, "
            "leader_since = NULL RETURNING "
            "s.epoch, s.position) INSERT INTO lockstep.relay_epoch (slot, epoch, position, lsn, "
            "reason) SELECT $1, epoch, position, $2, $5 FROM begun RETURNING epoch",
            names.qualified()),
        std::array<pg::Parameter, 5>{start.slot, lsn, start.system_identifier, timeline,
                                     start.reason});
    return to_number(rows.cell(0, 0));
}

std::optional<StateRow> read_state_row(pg::Connection& history, std::string const& slot) {
    if (history.query(sql("SELECT pg_catalog.to_regclass('lockstep.relay_state')")).is_null(0, 0)) {
        return std::nullopt;
    }
    auto const rows = history.query(
        sql("SELECT epoch, position, lsn, system_identifier, timeline, term, leader, leader_since, "
            "seen_at, extract(epoch FROM now() - seen_at)::bigint FROM lockstep.relay_state WHERE "
            "slot = $1"),
        std::array<pg::Parameter, 1>{slot});
    if (rows.size() == 0) {
        return std::nullopt;
    }
    auto const text = [&](std::size_t column) { return std::string(rows.cell(0, column)); };
    StateRow state{.epoch = to_number(text(0)),
                   .position = to_number(text(1)),
                   .lsn = to_lsn(text(2)),
                   .system_identifier = text(3),
                   .timeline = static_cast<int>(to_number(text(4))),
                   .term = to_number(text(5)),
                   .leader = text(6),
                   .leader_since = text(7),
                   .seen_at = text(8)};
    if (!rows.is_null(0, 9)) {
        state.seconds_unseen = to_number(text(9));
    }
    return state;
}

std::string relay_at_work(pg::Connection& history, std::string const& slot) {
    auto const rows = history.query(
        sql("SELECT leader FROM lockstep.relay_state s JOIN pg_catalog.pg_stat_activity a ON a.pid "
            "= s.leader_backend AND (a.backend_start = s.leader_since OR a.backend_start IS NULL) "
            "WHERE slot = $1"),
        std::array<pg::Parameter, 1>{slot});
    return rows.size() == 0 ? std::string() : std::string(rows.cell(0, 0));
}

}  // namespace lockstep::relay
