#include "pg/copy_tree.hpp"

#include <cerrno>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockstep::pg {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(fs::path const& path) {
    throw std::system_error(errno, std::generic_category(), path.string());
}

struct Descriptor {
    int number;
    Descriptor(int opened, fs::path const& path) : number(opened) {
        if (number < 0) {
            fail(path);
        }
    }
    ~Descriptor() { ::close(number); }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
};

void own(int descriptor, std::optional<User> user, fs::path const& path) {
    if (user && ::fchown(descriptor, user->uid, user->gid) != 0) {
        fail(path);
    }
}

void copy_file(fs::path const& from, fs::path const& to, std::optional<User> user) {
    Descriptor const source(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW), from);
    struct stat status {};
    if (::fstat(source.number, &status) != 0) {
        fail(from);
    }
    Descriptor const target(
        ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 07777), to);
    own(target.number, user, to);
    if (::ioctl(target.number, FICLONE, source.number) == 0) {
        return;
    }
    for (off_t left = status.st_size; left > 0;) {
        auto const copied =
            ::sendfile(target.number, source.number, nullptr, static_cast<std::size_t>(left));
        if (copied <= 0 && errno != EINTR) {
            fail(to);
        }
        left -= copied > 0 ? copied : 0;
    }
}

}  // namespace

void copy_tree(fs::path const& from, fs::path const& to, std::optional<User> user) {
    if (::mkdir(to.c_str(), 0700) != 0) {
        fail(to);
    }
    Descriptor const folder(::open(to.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), to);
    own(folder.number, user, to);
    for (auto const& entry : fs::directory_iterator(from)) {
        auto const target = to / entry.path().filename();
        if (entry.is_directory() && !entry.is_symlink()) {
            copy_tree(entry.path(), target, user);
        } else if (entry.is_regular_file() && !entry.is_symlink()) {
            copy_file(entry.path(), target, user);
        }
    }
}

}  // namespace lockstep::pg
