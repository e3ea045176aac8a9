#include "source/cache_files.hpp"

#include <algorithm>
#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/log.hpp"
#include "schema/kind.hpp"
#include "version.hpp"

namespace lockstep::source {

namespace fs = std::filesystem;

namespace {

struct Descriptor {
    int number;
    ~Descriptor() {
        if (number >= 0) {
            ::close(number);
        }
    }
};

/// Ours, and closed to all others: a file that somebody else may write proves nothing.
bool is_private(struct stat const& status) {
    return status.st_uid == ::geteuid() && (status.st_mode & 077U) == 0;
}

std::optional<fs::path> private_folder(std::string_view name) {
    auto const base = cache_folder();
    if (!base) {
        return std::nullopt;
    }
    auto const folder = *base / name;
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        log().debug("no cache: cannot make {}", folder.string());
        return std::nullopt;
    }
    struct stat status {};
    if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || !is_private(status)) {
        log().debug("no cache: {} is not ours alone", folder.string());
        return std::nullopt;
    }
    return folder;
}

std::optional<std::string> read_up_to(int descriptor, std::size_t size) {
    std::string content(size, '\0');
    std::size_t had = 0;
    while (had < size) {
        auto const got = ::read(descriptor, content.data() + had, size - had);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return std::nullopt;
        }
        if (got == 0) {
            break;
        }
        had += static_cast<std::size_t>(got);
    }
    content.resize(had);
    return content;
}

struct Found {
    fs::path path;
    fs::file_time_type used;
    std::uintmax_t size;
};

std::vector<Found> newest_first(fs::path const& folder) {
    std::vector<Found> all;
    std::error_code error;
    for (auto const& entry : fs::directory_iterator(folder, error)) {
        std::error_code gone;
        Found found{entry.path(), entry.last_write_time(gone), entry.file_size(gone)};
        if (!gone) {
            all.push_back(std::move(found));
        }
    }
    std::sort(all.begin(), all.end(),
              [](Found const& a, Found const& b) { return a.used > b.used; });
    return all;
}

/// A new build of the same version must not read what the old one wrote.
std::string own_build() {
    struct stat status {};
    if (::stat("/proc/self/exe", &status) != 0) {
        return {};
    }
    return fmt::format("{} {}.{}", status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

std::string identity_of_tool() {
    Sha256 hash;
    add_part(hash, tool_version);
    add_part(hash, own_build());
    for (auto const* kind : schema::kinds()) {
        add_part(hash, kind->name);
        for (auto const& property : kind->properties) {
            add_part(hash, property.name);
        }
    }
    return to_hex(hash.finish());
}

}  // namespace

CacheFiles::CacheFiles(std::string_view folder, std::size_t most, std::uintmax_t most_bytes)
    : folder_(private_folder(folder)), most_(most), most_bytes_(most_bytes) {}

fs::path CacheFiles::path(Digest const& name) const {
    return *folder_ / to_hex(name);
}

std::optional<std::string> CacheFiles::read(Digest const& name, std::size_t limit) const {
    if (!folder_) {
        return std::nullopt;
    }
    Descriptor const file{::open(path(name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    struct stat status {};
    if (file.number < 0 || ::fstat(file.number, &status) != 0) {
        return std::nullopt;
    }
    if (!S_ISREG(status.st_mode) || !is_private(status)) {
        log().debug("{} is ignored: it is not ours alone", path(name).string());
        return std::nullopt;
    }
    return read_up_to(file.number, std::min(limit, static_cast<std::size_t>(status.st_size)));
}

void CacheFiles::write(Digest const& name, std::string_view content) const {
    if (!folder_) {
        return;
    }
    try {
        write_file(path(name), content, fs::perms(0600));
        sweep();
    } catch (std::exception const& error) {
        log().warn("the cache could not be written: {}", error.what());
    }
}

void CacheFiles::touch(Digest const& name) const {
    if (folder_) {
        ::utimensat(AT_FDCWD, path(name).c_str(), nullptr, AT_SYMLINK_NOFOLLOW);
    }
}

void CacheFiles::sweep() const {
    std::size_t count = 0;
    std::uintmax_t bytes = 0;
    for (auto const& found : newest_first(*folder_)) {
        bytes += found.size;
        if (++count > 1 && (count > most_ || bytes > most_bytes_)) {
            std::error_code error;
            fs::remove(found.path, error);
        }
    }
}

Sha256& add_part(Sha256& hash, std::string_view part) {
    return hash.add(fmt::format("{}:", part.size())).add(part);
}

Digest digest_of(std::initializer_list<std::string_view> parts) {
    Sha256 hash;
    for (auto const part : parts) {
        add_part(hash, part);
    }
    return hash.finish();
}

std::string const& tool_identity() {
    static std::string const identity = identity_of_tool();
    return identity;
}

}  // namespace lockstep::source
