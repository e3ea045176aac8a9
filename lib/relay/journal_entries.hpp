#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "schema/object.hpp"

namespace lockstep::relay {

/// Who changed an object, as lockstep.ddl_journal has it.
struct DdlEntry {
    std::int64_t id = 0;
    std::string user;
    std::string at;   // "2026-11-22 07:40:12 UTC"
    std::string lsn;  // of its message in the WAL: "0/16B3748"
    std::string tag;  // "ALTER TABLE"
};

/// The last entry of each object, by the name that event triggers give it.
using LastEntries = std::map<std::string, DdlEntry, std::less<>>;

/// Nothing where there is no journal, or we may not read it.
LastEntries last_entries(pg::Connection& source);

/// The names under which a change of the object may be entered: its own, and the table's that it is
/// part of. Pure.
std::vector<std::string> names_in_journal(schema::Object const& object);
/// The newest under one of these names. Pure.
std::optional<DdlEntry> newest_entry(LastEntries const& entries,
                                     std::vector<std::string> const& names);

}  // namespace lockstep::relay
