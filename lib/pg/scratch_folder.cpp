#include "pg/scratch_folder.hpp"

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <set>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace lockstep::pg {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view prefix = "lockstep-scratch-";
/// sun_path holds 108 bytes with the NUL; "/lockstep-scratch-XXXXXX/.s.PGSQL.5432" takes 38.
constexpr std::size_t longest_parent = 107 - 38;
constexpr auto in_memory = "/dev/shm";
constexpr auto on_disk = "/tmp";

/// May another user reach what is in it?
bool open_to_all(fs::path const& folder) {
    std::error_code error;
    for (auto part = fs::canonical(folder, error); !error; part = part.parent_path()) {
        struct stat status {};
        if (::stat(part.c_str(), &status) != 0 || (status.st_mode & S_IXOTH) == 0) {
            return false;
        }
        if (part == part.root_path()) {
            return true;
        }
    }
    return false;
}

bool is_usable(fs::path const& folder) {
    return folder.is_absolute() && folder.string().size() <= longest_parent &&
           ::access(folder.c_str(), W_OK | X_OK) == 0 && (::geteuid() != 0 || open_to_all(folder));
}

/// A thousand files are made for every server, and thrown away: in memory that takes a tenth of the
/// time. Containers often have little there, 64 MB.
bool has_room_in_memory() {
    constexpr std::uint64_t two_gigabytes = 2'000'000'000;
    struct statvfs shared {};
    auto const free_memory = static_cast<std::uint64_t>(::sysconf(_SC_AVPHYS_PAGES)) *
                             static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return ::statvfs(in_memory, &shared) == 0 &&
           shared.f_bavail * shared.f_frsize > two_gigabytes && free_memory > two_gigabytes;
}

/// TMPDIR, where the user says so.
fs::path parent_folder() {
    char const* const chosen = std::getenv("TMPDIR");
    if (chosen != nullptr && is_usable(chosen)) {
        return chosen;
    }
    return is_usable(in_memory) && has_room_in_memory() ? in_memory : on_disk;
}

[[noreturn]] void throw_cannot_make(fs::path const& path) {
    auto const why = std::generic_category().message(errno);
    throw lockstep::Error(ExitCode::bad_input,
                          fmt::format("cannot make {}: {}", path.string(), why),
                          "Set TMPDIR to a folder on a disk with room.");
}

/// Locked before it gets its name: under that name nobody ever sees it unlocked while we live.
int make_lock(fs::path const& folder) {
    auto const early = folder / "owner.new";
    int const lock = ::open(early.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) != 0 ||
        ::rename(early.c_str(), (folder / "owner").c_str()) != 0) {
        throw_cannot_make(early);
    }
    return lock;
}

void remove_folder(fs::path const& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (error) {
        log().warn("cannot remove {}: {}", folder.string(), error.message());
    }
}

/// Is it ours or our unprivileged user's, and a real folder? Others may put anything into /tmp.
bool is_ours(fs::path const& folder, std::optional<User> user) {
    struct stat status {};
    return ::lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
           (status.st_uid == ::geteuid() || (user && status.st_uid == user->uid));
}

/// Was it made so lately that its owner may not have come to lock it yet?
bool is_new(fs::path const& folder) {
    struct stat status {};
    return ::lstat(folder.c_str(), &status) != 0 || ::time(nullptr) - status.st_mtime < 60;
}

/// The process that postmaster.pid names, if it is a server in this very folder.
pid_t server_in(fs::path const& folder) {
    auto const text = read_file_if_any(folder / "data" / "postmaster.pid").value_or("");
    pid_t pid = 0;
    std::from_chars(text.data(), text.data() + text.size(), pid);
    if (pid <= 1) {
        return 0;
    }
    auto const command = read_file_if_any(fmt::format("/proc/{}/cmdline", pid)).value_or("");
    return command.find((folder / "data").string()) == std::string::npos ? 0 : pid;
}

void stop_server_in(fs::path const& folder) {
    auto const pid = server_in(folder);
    if (pid == 0 || ::kill(pid, SIGQUIT) != 0) {
        return;
    }
    for (int i = 0; i < 500 && ::kill(pid, 0) == 0; ++i) {
        std::this_thread::sleep_for(10ms);
    }
}

void sweep(fs::path const& folder) {
    int const lock = ::open((folder / "owner").c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    bool const abandoned =
        lock >= 0 ? ::flock(lock, LOCK_EX | LOCK_NB) == 0 : errno == ENOENT && !is_new(folder);
    if (abandoned) {
        log().info("removing {}, which a killed run left", folder.string());
        stop_server_in(folder);
        remove_folder(folder);
    }
    if (lock >= 0) {
        ::close(lock);
    }
}

}  // namespace

ScratchFolder::ScratchFolder(std::optional<User> user) {
    auto name = (parent_folder() / (std::string(prefix) + "XXXXXX")).string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw_cannot_make(name);
    }
    path_ = name;
    try {
        lock_ = make_lock(path_);
        if (user && ::chown(path_.c_str(), user->uid, user->gid) != 0) {
            throw_cannot_make(path_);
        }
    } catch (...) {
        remove_folder(path_);
        throw;
    }
}

ScratchFolder::~ScratchFolder() {
    remove_folder(path_);
    ::close(lock_);
}

void sweep_scratch_folders(std::optional<User> user) {
    // Whether there was room in memory may have changed since.
    for (auto const& parent : std::set<fs::path>{parent_folder(), in_memory, on_disk}) {
        std::error_code error;
        for (auto const& entry : fs::directory_iterator(parent, error)) {
            if (entry.path().filename().string().starts_with(prefix) &&
                is_ours(entry.path(), user)) {
                sweep(entry.path());
            }
        }
    }
}

}  // namespace lockstep::pg
