#pragma once

#include <chrono>
#include <filesystem>

namespace lockstep::store {

/// Keeps other processes from writing into a folder, as long as it lives. The lock is on the folder
/// itself (flock), so that no file is left in the repository, and a killed process holds none.
class FolderLock {
public:
    /// Makes the folder where it is missing. Throws Error(conflict) when another process has not
    /// let go of it after `patience`, Error(bad_input) when it cannot be made or opened.
    explicit FolderLock(std::filesystem::path const& folder,
                        std::chrono::milliseconds patience = std::chrono::seconds(10));
    ~FolderLock();
    FolderLock(FolderLock const&) = delete;
    FolderLock& operator=(FolderLock const&) = delete;

private:
    int descriptor_ = -1;
};

}  // namespace lockstep::store
