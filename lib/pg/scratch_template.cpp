#include "pg/scratch_template.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "pg/connection.hpp"
#include "pg/copy_tree.hpp"
#include "pg/installation.hpp"

namespace lockstep::pg {

namespace fs = std::filesystem;

namespace {

/// Changes when we call initdb in another way.
constexpr std::string_view layout = "1";

/// `pg-15.20-0123456789ab`: the number is for people, the hash tells the builds apart.
std::string cache_name(Installation const& installation) {
    auto const& version = installation.version;
    auto const start = version.find_first_of("0123456789");
    auto const number =
        start == std::string::npos ? "" : version.substr(start, version.find(' ', start) - start);
    auto const hash =
        to_hex(sha256(fmt::format("{}\n{}\n{}", layout, version, installation.bin.string())));
    return fmt::format("pg-{}-{}", number, hash.substr(0, 12));
}

/// Held while the template is made, so that of many processes one alone runs initdb.
class Lock {
public:
    explicit Lock(fs::path const& path)
        : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
        while (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
            check_interrupt();
        }
    }
    ~Lock() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    Lock(Lock const&) = delete;
    Lock& operator=(Lock const&) = delete;

private:
    int descriptor_;
};

bool run_initdb(ScratchFolder const& folder, Installation const& installation,
                std::optional<User> user, std::string const& locale) {
    Command command{
        .arguments = {(installation.bin / "initdb").string(), "--pgdata", folder.data().string(),
                      "--username", std::string(scratch_role), "--auth", "trust", "--encoding",
                      "UTF8", "--locale", locale, "--no-sync", "--wal-segsize", "1"},
        .output = folder.log(),
        .user = user};
    return Process(command).wait() == 0;
}

void run_initdb(ScratchFolder const& folder, Installation const& installation,
                std::optional<User> user) {
    log().info("running initdb of {}", installation.bin.string());
    // Not every system has C.UTF-8; C sorts the same but knows no upper and lower case beyond
    // ASCII.
    if (run_initdb(folder, installation, user, "C.UTF-8")) {
        return;
    }
    std::error_code ignored;
    fs::remove_all(folder.data(), ignored);
    if (!run_initdb(folder, installation, user, "C")) {
        throw lockstep::Error(
            ExitCode::not_found,
            fmt::format("{} failed: {}", (installation.bin / "initdb").string(),
                        printable(trim(read_file_if_any(folder.log()).value_or("")))),
            "Set LOCKSTEP_PG_BIN to another installation, or scratch.url to a server.");
    }
}

/// Under another name first: whoever finds the template finds all of it. What a killed run left
/// under that name goes; the lock sees to it that nobody else is writing there.
void keep(fs::path const& data, fs::path const& kept) {
    auto const early = fs::path(kept.string() + ".new");
    std::error_code ignored;
    try {
        fs::remove_all(early);
        fs::remove_all(kept);
        copy_tree(data, early, std::nullopt);
        if (::rename(early.c_str(), kept.c_str()) != 0) {
            throw std::system_error(errno, std::generic_category(), kept.string());
        }
    } catch (std::system_error const& error) {
        log().warn("cannot keep the result of initdb: {}", error.what());
        fs::remove_all(early, ignored);
    }
}

void copy_template(fs::path const& kept, ScratchFolder const& folder, std::optional<User> user) {
    try {
        copy_tree(kept, folder.data(), user);
    } catch (std::system_error const& error) {
        throw lockstep::Error(ExitCode::bad_input,
                              fmt::format("cannot make a scratch server: {}", error.what()),
                              "Set TMPDIR to a folder on a disk with room.");
    }
}

}  // namespace

bool fill_data_folder(ScratchFolder const& folder, Installation const& installation,
                      std::optional<User> user) {
    auto const cache = cache_folder();
    if (!cache) {
        run_initdb(folder, installation, user);
        return false;
    }
    auto const kept = *cache / cache_name(installation);
    if (!fs::exists(kept / "PG_VERSION")) {
        Lock const lock(fs::path(kept.string() + ".lock"));
        if (!fs::exists(kept / "PG_VERSION")) {
            run_initdb(folder, installation, user);
            keep(folder.data(), kept);
            return false;
        }
    }
    copy_template(kept, folder, user);
    return true;
}

void forget_template(Installation const& installation) {
    if (auto const cache = cache_folder()) {
        auto const kept = *cache / cache_name(installation);
        log().warn("{} is damaged: making it anew", kept.string());
        std::error_code ignored;
        fs::remove_all(kept, ignored);
    }
}

}  // namespace lockstep::pg
