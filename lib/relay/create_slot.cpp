#include <array>
#include <future>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "relay/numbers.hpp"
#include "relay/slot.hpp"

namespace lockstep::relay {

namespace {

using namespace std::chrono_literals;

constexpr auto look_again = 500ms;
constexpr std::string_view query_canceled = "57014";

Lsn make(pg::Connection& maker, SlotRequest const& request, bool failover) {
    auto const rows =
        failover
            ? maker.query(sql("SELECT lsn FROM pg_catalog.pg_create_logical_replication_slot($1, "
                              "$2, failover => true)"),
                          std::array<pg::Parameter, 2>{request.name, request.plugin})
            : maker.query(
                  sql("SELECT lsn FROM pg_catalog.pg_create_logical_replication_slot($1, $2)"),
                  std::array<pg::Parameter, 2>{request.name, request.plugin});
    return to_lsn(rows.cell(0, 0));
}

/// "transaction of app (pid 4711), idle in transaction since …: UPDATE …", of those that stand in
/// its way; a prepared one has no process.
std::string what_it_waits_for(pg::Connection& source, std::string const& pid) {
    auto const rows = source.query(
        sql("SELECT pg_catalog.format('the transaction of %s (pid %s, %s), begun %s: %s', "
            "coalesce(usename, '?'), pid, coalesce(state, '?'), xact_start::timestamptz(0), "
            "pg_catalog.left(pg_catalog.regexp_replace(query, '\\s+', ' ', 'g'), 120)) "
            "FROM pg_catalog.pg_stat_activity WHERE pid = ANY (pg_catalog.pg_blocking_pids($1)) "
            "UNION ALL SELECT pg_catalog.format('the prepared transaction %L of %s, prepared %s', "
            "gid, owner, prepared::timestamptz(0)) FROM pg_catalog.pg_prepared_xacts WHERE "
            "transaction IN (SELECT transactionid FROM pg_catalog.pg_locks WHERE pid = $1 AND NOT "
            "granted) ORDER BY 1"),
        std::array<pg::Parameter, 1>{pid});
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        lines.push_back(printable(rows.cell(i, 0)));
    }
    return join(lines, "; ");
}

bool is_standby(pg::Connection& source) {
    return source.query(sql("SELECT pg_catalog.pg_is_in_recovery()")).cell(0, 0) == "t";
}

[[noreturn]] void give_up(SlotRequest const& request, std::string const& blocker) {
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(request.patience).count();
    auto const what =
        fmt::format("the slot \"{}\" could not be made within {} s", request.name, seconds);
    if (blocker.empty()) {
        throw Error(ExitCode::conflict, what,
                    "The same command again, with more time: --wait 10min");
    }
    throw Error(ExitCode::conflict, fmt::format("{}: it waits for {}", what, blocker),
                "A slot begins where no older transaction is open. Let that one end, or end it "
                "(SELECT pg_terminate_backend(PID), ROLLBACK PREPARED); then the same command "
                "again, with more time: --wait 10min");
}

}  // namespace

// The call returns when it is done, so somebody else has to look what it waits for.
Lsn create_slot(pg::Connection& source, std::function<pg::Connection()> const& connect,
                SlotRequest const& request,
                std::function<void(std::string const&)> const& waiting) {
    check_slot_name(request.name);
    auto maker = connect();
    std::string const pid(maker.query(sql("SELECT pg_catalog.pg_backend_pid()")).cell(0, 0));
    maker.query(sql("SELECT pg_catalog.set_config('statement_timeout', $1, false)"),
                std::array<pg::Parameter, 1>{fmt::format("{}ms", request.patience.count())});
    bool const standby = is_standby(source);
    bool const failover = makes_failover_slot(source.server_version(), standby);
    auto made = std::async(std::launch::async, [&] { return make(maker, request, failover); });
    std::string blocker;
    while (made.wait_for(look_again) != std::future_status::ready) {
        auto now = what_it_waits_for(source, pid);
        if (now.empty() && standby) {
            now =
                "the primary to tell which transactions are open: SELECT "
                "pg_log_standby_snapshot() there";
        }
        if (!now.empty() && now != blocker) {
            blocker = std::move(now);
            waiting(blocker);
        }
    }
    try {
        return made.get();
    } catch (pg::Error const& error) {
        if (error.sqlstate() == query_canceled && !pg::interrupted()) {
            give_up(request, blocker);
        }
        throw;
    }
}

}  // namespace lockstep::relay
