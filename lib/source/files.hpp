#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lockstep::source {

/// Where a source's files come from: the disk, or a revision in git. Paths are as the user writes
/// them, relative to the working folder; they are also what places and messages show.
class Files {
public:
    virtual ~Files() = default;

    virtual bool is_file(std::string const& path) const = 0;
    virtual bool is_folder(std::string const& path) const = 0;
    /// Throws Error(not_found) or Error(bad_input): absent, unreadable, no UTF-8.
    virtual std::string read(std::string const& path) const = 0;
    /// As it is, whatever it holds.
    virtual std::string bytes(std::string const& path) const = 0;
    /// Its first bytes, which tell what it is.
    virtual std::string head(std::string const& path) const = 0;
    /// How large it is, where that is known without reading it.
    virtual std::optional<std::uintmax_t> size(std::string const& /*path*/) const { return {}; }
    /// Can its path be given to what reads files by itself?
    virtual bool on_disk() const { return false; }
    /// The files below a folder whose names end so, sorted by path.
    virtual std::vector<std::string> below(std::string const& folder,
                                           std::string_view suffix) const = 0;
    /// For messages: empty, or "git:REV:".
    virtual std::string prefix() const { return {}; }
};

std::shared_ptr<Files const> disk_files();
/// The files at and below `path` as they stood at the revision. Throws Error(bad_input) for what is
/// no revision's name, Error(not_found) when git knows neither it nor the path.
std::shared_ptr<Files const> git_files(std::string const& revision, std::string const& path);

/// Where git looks for a file of its own ("hooks/pre-commit"), relative to the working folder:
/// worktrees and core.hooksPath have theirs elsewhere than in .git. Nothing outside of a
/// repository, and where there is no git.
std::optional<std::string> git_path(std::string const& name);

/// What git is set to here ("user.name"). Nothing where it is not set, and where there is no git.
std::optional<std::string> git_setting(std::string const& name);

/// Numbers in names compare as numbers: "2_b.sql" before "10_a.sql".
bool natural_less(std::string_view a, std::string_view b);

}  // namespace lockstep::source
