#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lockstep::tests {

/// A new folder that is removed with all in it at the end of the scope.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;

    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path operator/(std::string const& name) const { return path_ / name; }
    /// Writes a file, with the folders on the way, and returns its path.
    std::filesystem::path write(std::string const& name, std::string_view content) const;

private:
    std::filesystem::path path_;
};

}  // namespace lockstep::tests
