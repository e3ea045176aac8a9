#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lockstep::generate {

/// What a `schema_version` file says.
struct VersionFacts {
    std::string schema_version = {};  // "2026-11-21"
    std::string last_sync = {};       // "2026-11-21T03:00:00Z"
    std::string db_hash = {};
    std::string tables_count = {};
    std::string enums_count = {};
    std::string last_sync_differences = {};

    bool is_same_schema(VersionFacts const& other) const {
        return db_hash == other.db_hash && tables_count == other.tables_count &&
               enums_count == other.enums_count;
    }
};

/// Reads what we have written, in any of the languages; nothing where a fact is missing or no such
/// fact.
std::optional<VersionFacts> version_facts_in(std::string_view text);

}  // namespace lockstep::generate
