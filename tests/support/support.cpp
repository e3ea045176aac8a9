#include "support/support.hpp"

namespace lockstep::tests {

std::string repository_file(std::string const& path) {
    return LOCKSTEP_SOURCE_DIR "/" + path;
}

}  // namespace lockstep::tests
