#include "apply/advisory_lock.hpp"

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::apply {

namespace {

// "lockstep" in ASCII, which pg_locks shows in two halves.
constexpr long long lock_key = 0x6c6f636b73746570;
constexpr long long low_half = 0xffffffff;

std::string holder(pg::Connection& connection) {
    auto const rows = connection.query(
        sql("SELECT format('%s of %s, process %s, connected since %s%s', "
            "coalesce(nullif(a.application_name, ''), 'a program'), a.usename, a.pid, "
            "to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ'), "
            "coalesce(' from ' || host(a.client_addr), '')) "
            "FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
            "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database()) AND "
            "l.classid::bigint = {} AND l.objid::bigint = {}",
            number(lock_key >> 32), number(lock_key & low_half)));
    return rows.size() == 0 ? "somebody who is gone by now" : printable(rows.cell(0, 0));
}

}  // namespace

void take_advisory_lock(pg::Connection& connection) {
    auto const taken = connection.query(sql("SELECT pg_try_advisory_lock({})", number(lock_key)));
    if (taken.cell(0, 0) != "t") {
        throw Error(ExitCode::conflict,
                    fmt::format("{} is being changed by another run: {}", connection.display_url(),
                                holder(connection)),
                    "Wait for it to end, and try again.");
    }
}

}  // namespace lockstep::apply
