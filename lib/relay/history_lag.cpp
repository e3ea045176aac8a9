#include "relay/history_lag.hpp"

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "relay/epoch.hpp"
#include "relay/message.hpp"
#include "relay/wal2json_tables.hpp"

namespace lockstep::relay {

namespace {

struct Progress {
    std::optional<Lsn> lsn;  // all before it is in the history
    bool is_read = false;    // by a relay
    bool has_slot = false;
};

std::optional<Lsn> cell_lsn(pg::Rows const& rows, std::size_t column) {
    return rows.size() == 0 || rows.is_null(0, column) ? std::nullopt
                                                       : parse_lsn(rows.cell(0, column));
}

Progress progress_of(pg::Connection& history, pg::Connection& source, std::string const& slot) {
    std::array<pg::Parameter, 1> const parameters{slot};
    auto const rows = source.query(sql("SELECT confirmed_flush_lsn, active FROM "
                                       "pg_catalog.pg_replication_slots WHERE slot_name = $1"),
                                   parameters);
    Progress progress{.is_read = rows.size() > 0 && rows.cell(0, 1) == "t",
                      .has_slot = rows.size() > 0};
    // A history that was made by hand, or is yet to be made, has no state.
    if (auto const state = read_state_row(history, slot)) {
        progress.lsn = state->lsn;
    }
    // The slot is confirmed when the history has it, and while nothing is published, too.
    if (auto const confirmed = cell_lsn(rows, 0)) {
        progress.lsn = std::max(progress.lsn.value_or(*confirmed), *confirmed);
    }
    return progress;
}

/// Is there a change left in the slot? It is looked at, not taken.
bool has_more(pg::Connection& source, SlotNames const& names) {
    // More than the begins and ends of so many empty transactions, which old servers tell, too.
    constexpr int most = 1000;
    auto const changes =
        names.plugin == "pgoutput"
            ? sql("SELECT get_byte(data, 0) NOT IN (66, 67, 79) FROM "
                  "pg_catalog.pg_logical_slot_peek_binary_changes($1, NULL, {}, 'proto_version', "
                  "'1', 'publication_names', $2)",
                  number(most))
            : sql("SELECT data !~ '\"action\":\"[BCM]\"' FROM "
                  "pg_catalog.pg_logical_slot_peek_changes($1, NULL, {}, 'format-version', '2', "
                  "'filter-tables', {}) WHERE $2 <> ''",
                  number(most), literal(read_wal2json_filter(source, names.publication)));
    // publication_names is a list of identifiers.
    auto const publication = ident(names.publication).text();
    std::array<pg::Parameter, 2> const parameters{names.slot, publication};
    auto const rows = source.query(
        sql("SELECT coalesce(bool_or(is_change), false) OR count(*) >= {} FROM ({}) AS "
            "told(is_change)",
            number(most), changes),
        parameters);
    return rows.cell(0, 0) == "t";
}

/// What is decoded is what was flushed, and asynchronous commits are seen before they are: a commit
/// of our own, which is not, flushes them. A relay that reads it moves on at once.
void flush_log(pg::Connection& source) {
    pg::Transaction transaction(source);
    source.execute(
        sql("SET LOCAL synchronous_commit = on; SELECT "
            "pg_catalog.pg_logical_emit_message(true, {}, '')",
            literal(awaited_prefix)));
    transaction.commit();
}

/// A relay that takes the slot at this very moment is the one to wait for.
bool is_drained(pg::Connection& source, SlotNames const& names) {
    try {
        return !has_more(source, names);
    } catch (pg::Error const& error) {
        constexpr std::string_view object_in_use = "55006";
        if (error.sqlstate() == object_in_use) {
            return false;
        }
        throw;
    }
}

}  // namespace

Lsn written_lsn(pg::Connection& source) {
    auto const rows = source.query(sql("SELECT pg_catalog.pg_current_wal_insert_lsn()"));
    return cell_lsn(rows, 0).value_or(Lsn{});
}

Reached wait_for_history(pg::Connection& history, pg::Connection& source, SlotNames const& names,
                         Lsn lsn, std::chrono::milliseconds patience,
                         std::function<void(std::uint64_t bytes)> const& pause) {
    flush_log(source);
    using Clock = std::chrono::steady_clock;
    auto const deadline = Clock::now() + patience;
    auto next_look = Clock::now();
    for (;;) {
        auto const progress = progress_of(history, source, names.slot);
        if (progress.lsn && *progress.lsn >= lsn) {
            return Reached::yes;
        }
        if (!progress.has_slot) {
            return progress.lsn ? Reached::no : Reached::unknown;
        }
        if (auto const began = Clock::now(); !progress.is_read && began >= next_look) {
            if (is_drained(source, names)) {
                return Reached::yes;
            }
            // The server decodes a whole transaction for it, however large.
            constexpr int rest = 10;
            next_look = Clock::now() + (Clock::now() - began) * rest + std::chrono::seconds(1);
        }
        if (Clock::now() >= deadline) {
            return Reached::no;
        }
        pause(progress.lsn ? lsn.value - progress.lsn->value : 0);
    }
}

}  // namespace lockstep::relay
