#pragma once

#include <filesystem>
#include <optional>

#include "pg/process.hpp"

namespace lockstep::pg {

/// The temporary folder of one scratch server: `lockstep-scratch-XXXXXX` in TMPDIR, or else in
/// /dev/shm where there is room, or in /tmp. Its path is short, since the socket's must fit into
/// 107 bytes. A lock in it is held for as long as its owner lives; `sweep` removes the folders
/// whose lock is free.
class ScratchFolder {
public:
    explicit ScratchFolder(std::optional<User> user);
    ~ScratchFolder();
    ScratchFolder(ScratchFolder const&) = delete;
    ScratchFolder& operator=(ScratchFolder const&) = delete;

    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path data() const { return path_ / "data"; }
    std::filesystem::path log() const { return path_ / "log"; }

private:
    std::filesystem::path path_;
    int lock_ = -1;
};

/// Removes what killed runs left behind: their servers and their folders, in TMPDIR, /tmp,
/// /dev/shm.
void sweep_scratch_folders(std::optional<User> user);

}  // namespace lockstep::pg
