#include "relay/prune.hpp"

#include <array>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::relay {

namespace {

constexpr long long batch = 10'000;
constexpr int most_attempts = 5;

std::int64_t whole(pg::Rows const& rows, std::size_t row, std::size_t column) {
    return rows.is_null(row, column) ? 0 : parse_position(rows.cell(row, column)).value_or(0);
}

std::string settled(pg::Connection& history, Moment const& before) {
    auto const moment = moment_sql(before);
    auto const rows = history.query(
        sql("SELECT to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00', {} > "
            "now()",
            moment, moment));
    if (rows.cell(0, 1) == "t") {
        throw Error(ExitCode::bad_input,
                    "the moment up to which the history is to go is yet to come");
    }
    return std::string(rows.cell(0, 0));
}

/// The partitions, the oldest first, and whether all of each is older than the moment.
pg::Rows partitions_of(pg::Connection& history, HistoryNames const& names, Sql const& before) {
    return history.query(
        sql("SELECT n.nspname, c.relname, coalesce(upper_bound <= {}, false), "
            "pg_total_relation_size(c.oid) FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class "
            "c ON c.oid = i.inhrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
            "CROSS JOIN LATERAL (SELECT substring(pg_get_expr(c.relpartbound, c.oid) from "
            "$$TO \\('([^']+)'\\)$$)::timestamptz AS upper_bound) AS bound WHERE i.inhparent = "
            "{}::regclass ORDER BY upper_bound NULLS FIRST, c.relname",
            before, literal(names.qualified().text())));
}

Sql qualified(PrunedPartition const& partition) {
    return sql("{}.{}", ident(partition.schema), ident(partition.name));
}

/// First autovacuum has to go from it, as the server sees to when we have waited for a
/// `deadlock_timeout`; that wait is in nobody's way. Then the locks that dropping takes, also on
/// the whole history: with a short wait, again and again, for whoever comes after us waits as long.
Sql drop_statement(PrunedPartition const& partition) {
    auto const name = qualified(partition);
    return sql(
        "SET LOCAL lock_timeout = '10s'; LOCK TABLE ONLY {} IN SHARE UPDATE EXCLUSIVE MODE; SET "
        "LOCAL lock_timeout = '1s'; DROP TABLE {}",
        name, name);
}

void drop(pg::Connection& history, PrunedPartition const& partition) {
    constexpr std::string_view lock_not_available = "55P03";
    for (int attempt = 1;; ++attempt) {
        try {
            pg::Transaction transaction(history);
            history.execute(drop_statement(partition));
            transaction.commit();
            return;
        } catch (pg::Error const& error) {
            if (error.sqlstate() != lock_not_available) {
                throw;
            }
            if (attempt == most_attempts) {
                throw Error(
                    ExitCode::conflict,
                    fmt::format("{} is in use: it could not be dropped", printable(partition.name)),
                    "Another session holds the lock: see pg_locks, and try again.");
            }
        }
    }
}

void delete_rows(pg::Connection& history, PrunedPartition const& partition, std::int64_t cut) {
    auto const from = qualified(partition);
    auto const statement =
        sql("DELETE FROM {} WHERE position IN (SELECT position FROM {} WHERE position < {} ORDER "
            "BY position LIMIT {})",
            from, from, number(cut), number(batch));
    while (history.query(statement).affected() > 0) {
    }
}

/// What could not be stored goes with the entry that tells of it.
void delete_dead_letters(pg::Connection& history, std::int64_t cut) {
    if (!history.query(sql("SELECT to_regclass('lockstep.dead_letter')")).is_null(0, 0)) {
        history.query(sql("DELETE FROM lockstep.dead_letter WHERE position < {}", number(cut)));
    }
}

}  // namespace

std::int64_t PrunePlan::rows() const {
    std::int64_t sum = 0;
    for (auto const& partition : partitions) {
        sum += partition.rows;
    }
    return sum;
}

PrunePlan plan_prune(pg::Connection& history, HistoryNames const& names, Moment const& before) {
    PrunePlan plan{.before = settled(history, before), .cut = 0, .partitions = {}};
    auto const moment = moment_sql({.time = plan.before});
    plan.cut = whole(history.query(sql("SELECT coalesce((SELECT min(position) FROM {} WHERE "
                                       "timestamp >= {}), (SELECT max(position) + 1 FROM {}))",
                                       names.qualified(), moment, names.qualified())),
                     0, 0);
    auto const partitions = partitions_of(history, names, moment);
    for (std::size_t i = 0; i < partitions.size(); ++i) {
        PrunedPartition partition{.schema = std::string(partitions.cell(i, 0)),
                                  .name = std::string(partitions.cell(i, 1))};
        auto const counts = history.query(
            sql("SELECT count(*) FILTER (WHERE position < {}), count(*) FILTER (WHERE position >= "
                "{}) FROM {}",
                number(plan.cut), number(plan.cut), qualified(partition)));
        partition.rows = whole(counts, 0, 0);
        partition.is_dropped = partitions.cell(i, 2) == "t" && whole(counts, 0, 1) == 0;
        partition.bytes = partition.is_dropped ? whole(partitions, i, 3) : 0;
        if (partition.is_dropped || partition.rows > 0) {
            plan.partitions.push_back(std::move(partition));
        }
    }
    return plan;
}

void prune(pg::Connection& history, PrunePlan const& plan,
           std::function<void(PrunedPartition const&)> const& done) {
    for (auto const& partition : plan.partitions) {
        if (partition.is_dropped) {
            drop(history, partition);
        } else {
            delete_rows(history, partition, plan.cut);
        }
        done(partition);
    }
    delete_dead_letters(history, plan.cut);
}

}  // namespace lockstep::relay
