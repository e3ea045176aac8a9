#include "store/folder_lock.hpp"

#include <cerrno>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/core.h>

#include "base/error.hpp"

namespace lockstep::store {

namespace {

[[noreturn]] void refuse(std::filesystem::path const& folder, int error) {
    throw Error(ExitCode::bad_input, fmt::format("cannot write into {}: {}", folder.string(),
                                                 std::generic_category().message(error)));
}

/// False when the time is up.
bool lock(int descriptor, std::chrono::milliseconds patience) {
    constexpr auto pause = std::chrono::milliseconds(20);
    auto const end = std::chrono::steady_clock::now() + patience;
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return false;
        }
        if (std::chrono::steady_clock::now() >= end) {
            return false;
        }
        std::this_thread::sleep_for(pause);
    }
    return true;
}

}  // namespace

FolderLock::FolderLock(std::filesystem::path const& folder, std::chrono::milliseconds patience) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        refuse(folder, error.value());
    }
    descriptor_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor_ < 0) {
        refuse(folder, errno);
    }
    if (!lock(descriptor_, patience)) {
        auto const why = errno;
        ::close(descriptor_);
        if (why != EWOULDBLOCK && why != EINTR) {
            refuse(folder, why);
        }
        throw Error(ExitCode::conflict,
                    fmt::format("another process is writing into {}", folder.string()),
                    "Try again when it is done.");
    }
}

FolderLock::~FolderLock() {
    ::close(descriptor_);
}

}  // namespace lockstep::store
