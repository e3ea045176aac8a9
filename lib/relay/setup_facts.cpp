#include "relay/setup.hpp"

namespace lockstep::relay {

void take_setup_turn(pg::Connection& source) {
    source.query(
        sql("SELECT pg_catalog.pg_advisory_lock(pg_catalog.hashtextextended('lockstep "
            "sync setup as a whole', 0))"));
}

SetupFacts read_setup_facts(pg::Connection& source, pg::Connection& history,
                            SetupOptions const& options) {
    return {.server_version = source.server_version(),
            .server = read_server_state(source),
            .settings = read_server_settings(source),
            .rights = read_role_rights(source),
            .tables = read_source_tables(source),
            .publication = read_publication(source, options.publication),
            .slot = read_slot(source, options.slot),
            .history = read_history_facts(history, options.history, options.slot),
            .journal = read_journal(source)};
}

}  // namespace lockstep::relay
