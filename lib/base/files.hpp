#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// The whole file. Throws Error(not_found) when it is absent, Error(bad_input) when it cannot be
/// read or is no text (not UTF-8, or holds a NUL); the message names the file and the reason.
std::string read_text_file(std::filesystem::path const& path);
/// The whole file as bytes, or nothing when it is absent or cannot be read.
std::optional<std::string> read_file_if_any(std::filesystem::path const& path);

/// Writes so that a reader sees the old file or the new one, never a part: a temporary file beside
/// it, then a rename. Throws Error(bad_input) that names the file and the reason (disk full, …).
void write_file(std::filesystem::path const& path, std::string_view content,
                std::filesystem::perms mode = std::filesystem::perms(0644));

/// The files below `folder` whose name ends with `suffix`, sorted by path; symbolic links are
/// followed, and a cycle of them is an Error(bad_input) that names it.
std::vector<std::filesystem::path> files_below(std::filesystem::path const& folder,
                                               std::string_view suffix);

/// The user's cache folder for us (`$XDG_CACHE_HOME` or `~/.cache`, then `/lockstep`), made if
/// needed and readable by its owner alone; nothing when there can be none.
std::optional<std::filesystem::path> cache_folder();

}  // namespace lockstep
