#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "pg/connection.hpp"
#include "relay/lsn.hpp"

namespace lockstep::relay {

/// What pg_replication_slots says of a slot; what a server of that version does not say is empty.
struct SlotState {
    std::string plugin;  // empty: a physical slot
    std::string database;
    bool temporary = false;
    std::optional<int> active_pid;  // the walsender that serves it
    std::optional<Lsn> restart_lsn;
    std::optional<Lsn> confirmed_flush_lsn;
    /// reserved, extended, unreserved or lost; see there.
    std::string wal_status;
    /// So many bytes may be written before the slot is in danger; nothing: no limit, or lost.
    std::optional<std::int64_t> safe_wal_size;
    /// Why the slot is of no use any more: wal_removed, rows_removed, wal_level_insufficient,
    /// idle_timeout. Servers before 17 do not name all of them.
    std::string invalidation_reason;
    std::string inactive_since;  // 17 and later
    bool failover = false;       // 17 and later
    bool synced = false;         // 17 and later: made by a standby after its primary's
    std::int64_t lag = 0;        // bytes of WAL after confirmed_flush_lsn
    std::int64_t retained = 0;   // bytes of WAL that the server keeps because of it

    /// It will never give anything again.
    bool is_lost() const { return !invalidation_reason.empty(); }
};

/// Nothing where there is no slot of that name.
std::optional<SlotState> read_slot(pg::Connection& source, std::string_view name);

/// Throws Error(bad_input) where PostgreSQL takes no such name for a slot.
void check_slot_name(std::string_view name);

/// On a primary of 17 or later a slot is one that standbys make, too.
bool makes_failover_slot(int server_version, bool in_recovery);

struct SlotRequest {
    std::string name;
    std::string plugin = "pgoutput";
    /// A slot begins where no transaction is open that began before: how long to wait for those.
    std::chrono::milliseconds patience{60'000};
};

/// Makes the slot, and returns where it begins. `connect` gives a connection that nothing else
/// uses; `source` looks meanwhile what it waits for, and `waiting` is told whenever that changes.
/// Throws Error(conflict) that names the transaction when patience ends; there is no slot then.
Lsn create_slot(pg::Connection& source, std::function<pg::Connection()> const& connect,
                SlotRequest const& request, std::function<void(std::string const&)> const& waiting);

/// Throws pg::Error 55006 while somebody uses it.
void drop_slot(pg::Connection& source, std::string_view name);

}  // namespace lockstep::relay
