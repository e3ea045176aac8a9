#pragma once

#include <cstdint>
#include <string>

#include "pg/connection.hpp"
#include "relay/lsn.hpp"

namespace lockstep::relay {

/// Which server the source is, and how far it has written.
struct ServerState {
    std::string system_identifier;
    int timeline = 0;
    bool in_recovery = false;
    Lsn lsn;  // written; replayed on a standby

    bool operator==(ServerState const&) const = default;
};

ServerState read_server_state(pg::Connection& source);

/// Throws Error(bad_input) where pgoutput does not give messages yet (its option `messages`, new in
/// PostgreSQL 14), which tell of versions of the schema. `version` is as 150020 for 15.20.
void refuse_old_source(int version);

/// What a server that is to be relayed must have set.
struct ServerSettings {
    std::string wal_level;
    int max_replication_slots = 0;
    int replication_slots = 0;  // in use
    int max_wal_senders = 0;
    int wal_senders = 0;
    std::int64_t max_slot_wal_keep_size_mb = -1;  // -1: no limit
};

ServerSettings read_server_settings(pg::Connection& source);

}  // namespace lockstep::relay
