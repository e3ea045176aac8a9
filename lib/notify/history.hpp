#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::notify {

/// One look at a database: what was found, and who was told.
struct HistoryEntry {
    std::string time;         // "2026-11-21T03:00:00Z"
    std::string what;         // the notice's title
    std::string fingerprint;  // the notice's; empty: nothing worth a notice was found
    std::size_t findings = 0;
    std::vector<std::string> told{};  // names of channels

    bool operator==(HistoryEntry const&) const = default;
};

/// `monitoring.history_file`: JSON, "lockstep/drift-history".
std::string to_history_json(std::vector<HistoryEntry> const& entries);
/// Throws Error(bad_input) that names the file when it is not ours.
std::vector<HistoryEntry> read_history(std::string_view text, std::string const& file);
/// None where there is no file.
std::vector<HistoryEntry> load_history(std::filesystem::path const& file);
/// Writes the newest `most` of them.
void save_history(std::filesystem::path const& file, std::vector<HistoryEntry> entries,
                  std::size_t most);

/// Was this drift told there since the database was last found in step?
bool was_told(std::vector<HistoryEntry> const& entries, HistoryEntry const& now,
              std::string_view channel);

}  // namespace lockstep::notify
