#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::store {

/// How the snapshot of a version is kept.
enum class Stored {
    full,   // by itself
    delta,  // as what differs from the version before
};

/// One recorded version of a schema: a line of the index.
struct Version {
    unsigned number = 0;      // from 1 on
    std::string date;         // "2026-11-21T03:00:00Z"
    std::string fingerprint;  // schema::Fingerprint::schema
    std::string tag;          // empty: none
    std::size_t changes = 0;  // since the version before; of the first: since a new database
    std::string who;
    Stored stored = Stored::full;

    bool operator==(Version const&) const = default;
};

/// The lines of index.jsonl, an object each, in the order of their numbers.
std::string to_index(std::vector<Version> const& versions);
/// Reads them; `file` is for messages. Throws ParseError at the line that is wrong: numbers that
/// do not count from 1, keys that are missing or unknown, two versions of one tag, …
std::vector<Version> read_index(std::string_view text, std::string const& file);

/// Why a text cannot be a tag; empty when it can.
std::string fault_of_tag(std::string_view tag);
/// Is it a moment in UTC, "2026-11-21T03:00:00Z"?
bool is_utc_time(std::string_view text);
/// Is it a day, "2026-11-21"?
bool is_day(std::string_view text);

}  // namespace lockstep::store
