#pragma once

#include "pg/connection.hpp"
#include "sql/sql.hpp"

namespace lockstep::relay {

// The journal of who changed the schema: two event triggers in the source write each statement of
// DDL into the table lockstep.ddl_journal, and into the WAL as a transactional logical message
// `lockstep.ddl`: {"tag", "object", "command", "user", "at"}. Such a statement never fails because
// of it: what goes wrong is a warning.
//
//   object   as pg_event_trigger_ddl_commands names it; of a statement about several, the one that
//            its tag speaks of
//   command  the client's text; null where the entry before it came of the same text, and where
//            that may hold a password

enum class Journal { none, kept, written };  // kept: entries alone, nothing writes any more

Journal read_journal(pg::Connection& source);
/// Makes it where it is not there; wants a superuser, or what a provider has for one.
Statements make_journal();
/// Stops it; the entries stay.
Statements stop_journal();
Statements drop_journal();

}  // namespace lockstep::relay
