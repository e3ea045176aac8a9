#include "support/temporary_folder.hpp"

#include <cerrno>
#include <system_error>

#include <stdlib.h>

#include "base/files.hpp"

namespace lockstep::tests {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
    auto name = (fs::temp_directory_path() / "lockstep-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), name);
    }
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path TemporaryFolder::write(std::string const& name, std::string_view content) const {
    auto const path = path_ / name;
    fs::create_directories(path.parent_path());
    write_file(path, content);
    return path;
}

}  // namespace lockstep::tests
