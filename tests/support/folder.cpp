#include "support/folder.hpp"

#include <cstdlib>

namespace lockstep::tests {

OwnCache::OwnCache() {
    if (char const* const value = std::getenv("XDG_CACHE_HOME")) {
        before_ = value;
    }
    ::setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1);
}

OwnCache::~OwnCache() {
    if (before_) {
        ::setenv("XDG_CACHE_HOME", before_->c_str(), 1);
    } else {
        ::unsetenv("XDG_CACHE_HOME");
    }
}

std::string OwnCache::path(std::string const& name) const {
    return folder_.path("lockstep") + (name.empty() ? "" : "/" + name);
}

}  // namespace lockstep::tests
