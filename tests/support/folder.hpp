#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "support/temporary_folder.hpp"

namespace lockstep::tests {

/// A temporary folder whose paths are strings, as sources take them.
class Folder {
public:
    std::string write(std::string const& name, std::string_view content) const {
        return folder_.write(name, content).string();
    }
    std::string path(std::string const& name = {}) const {
        return name.empty() ? folder_.path().string() : (folder_ / name).string();
    }

private:
    TemporaryFolder folder_;
};

/// A cache folder of its own, as long as it lives.
class OwnCache {
public:
    OwnCache();
    ~OwnCache();
    OwnCache(OwnCache const&) = delete;
    OwnCache& operator=(OwnCache const&) = delete;

    std::string path(std::string const& name = {}) const;

private:
    Folder folder_;
    std::optional<std::string> before_;
};

}  // namespace lockstep::tests
