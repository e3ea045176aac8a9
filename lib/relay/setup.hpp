#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "relay/epoch.hpp"
#include "relay/history_tables.hpp"
#include "relay/identity.hpp"
#include "relay/journal.hpp"
#include "relay/late_columns.hpp"
#include "relay/publication.hpp"
#include "relay/rights.hpp"
#include "relay/server_state.hpp"
#include "relay/slot.hpp"
#include "relay/source_tables.hpp"

namespace lockstep::relay {

/// What `sync setup` is to make.
struct SetupOptions {
    std::string slot = "lockstep";
    std::string publication = "lockstep";
    std::string plugin = "pgoutput";
    std::vector<std::string> tables = {};  // patterns; empty: all
    HistoryNames history = {};
    bool adds_tables = true;      // to a publication that is there
    bool gives_identity = false;  // to tables that have none
    bool gives_full_identity = false;
    enum class JournalWish { as_it_is, on, off };
    JournalWish journal = JournalWish::as_it_is;
    std::chrono::milliseconds patience{60'000};  // of making the slot
};

/// What is there of the history.
struct HistoryFacts {
    RoleRights rights;
    bool in_recovery = false;
    std::vector<std::string> missing_schemas;
    std::vector<std::string> closed_schemas;  // in which we may make nothing
    std::vector<HistoryTable> missing_tables;
    std::vector<Sql> tables_of_others;  // of which we are not the owner
    Statements missing_partitions;
    std::vector<LateColumn> missing_columns;
    std::optional<StateRow> state;
};

HistoryFacts read_history_facts(pg::Connection& history, HistoryNames const& names,
                                std::string const& slot);
/// What makes the missing tables; empty where none is missing.
Statements make_history(HistoryFacts const& facts);

/// What is there.
struct SetupFacts {
    int server_version = 0;
    ServerState server;
    ServerSettings settings;
    RoleRights rights;
    std::vector<SourceTable> tables;
    std::optional<Publication> publication;
    std::optional<SlotState> slot;
    HistoryFacts history;
    Journal journal = Journal::none;
};

/// Waits until no other setup is at work on this source; others wait until the connection is
/// closed.
void take_setup_turn(pg::Connection& source);

SetupFacts read_setup_facts(pg::Connection& source, pg::Connection& history,
                            SetupOptions const& options);

/// A step on the way from what is there to what is wanted.
struct SetupStep {
    enum class Kind { in_history, in_source, drop_slot, make_slot, begin_epoch };
    Kind kind = Kind::in_source;
    std::string to_do;        // "make"
    std::string done;         // "made"
    std::string what;         // "publication lockstep"
    Statements statements;    // what runs; of a slot, what it comes to; of an epoch none
    std::string reason = {};  // of begin_epoch
};

struct SetupPlan {
    std::vector<SetupStep> steps;
    std::vector<Missing> missing;       // what stands in the way
    std::vector<std::string> warnings;  // what does not, but should be known
    IdentityReport identity;            // of what is published, or would be
    /// Wanted, but not published, because their UPDATE and DELETE would be refused then.
    std::vector<TableName> left_out;
    /// Published, so that they are.
    std::vector<TableName> refused;
};

/// Pure. Throws Error where what is there cannot become what is wanted.
SetupPlan plan_setup(SetupFacts const& facts, SetupOptions const& options);

/// What a run says while it works.
struct SetupTalk {
    std::function<void(SetupStep const&)> done;
    std::function<void(std::string const&)> waiting;  // for somebody's transaction
};

/// Takes the steps. `connect` makes another connection to the source.
void run_setup(SetupPlan const& plan, SetupFacts const& facts, SetupOptions const& options,
               pg::Connection& source, pg::Connection& history,
               std::function<pg::Connection()> const& connect, SetupTalk const& talk);

}  // namespace lockstep::relay
