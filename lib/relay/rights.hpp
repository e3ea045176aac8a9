#pragma once

#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "relay/server_state.hpp"
#include "relay/source_tables.hpp"
#include "sql/sql.hpp"

namespace lockstep::relay {

/// What the role that we are may do in the database that we are connected to.
struct RoleRights {
    std::string role;
    std::string database;
    bool superuser = false;
    bool replication = false;          // or a member of what stands for it at a provider
    bool create_schemas = false;       // CREATE on the database
    bool has_rds_replication = false;  // the role rds_replication is there
};

RoleRights read_role_rights(pg::Connection& connection);

/// Something that is missing, and the statement that mends it, for somebody who may.
struct Missing {
    std::string what;
    Sql statement;
    std::string note = {};  // what else is to be done: "then restart the server"

    bool operator==(Missing const&) const = default;
};

struct SetupFacts;
struct SetupOptions;
struct PublicationPlan;

/// Of a server from which the relay is to read by a slot; `makes_slot`: one more of them.
std::vector<Missing> missing_settings(ServerSettings const& settings, bool makes_slot);
/// May the role read by a slot?
std::vector<Missing> missing_replication(RoleRights const& rights);

/// May it make what is missing of the history, and write it?
std::vector<Missing> missing_history_rights(SetupFacts const& facts);
/// May it change the publication as planned, and the tables' replica identity?
std::vector<Missing> missing_publication_rights(SetupFacts const& facts,
                                                SetupOptions const& options,
                                                PublicationPlan const& change,
                                                std::vector<TableName> const& identities);
/// What it may not read of the tables: not needed to relay them, but to compare and to hydrate.
std::vector<Missing> missing_reading_rights(SetupFacts const& facts,
                                            std::vector<TableName> const& published);

/// Each with its statement, as lines.
std::string listed(std::vector<Missing> const& missing);

}  // namespace lockstep::relay
