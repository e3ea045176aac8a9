#include "base/files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep {

namespace fs = std::filesystem;

namespace {

std::string reason(int error) {
    return std::generic_category().message(error);
}

/// A file descriptor that is closed at the end of its scope.
struct Descriptor {
    int number;
    explicit Descriptor(int n) : number(n) {}
    ~Descriptor() {
        if (number >= 0) {
            ::close(number);
        }
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
};

/// Reads all there is; -1 and errno set on failure.
std::optional<std::string> read_all(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        return std::nullopt;
    }
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return std::nullopt;
    }
    std::string content;
    constexpr std::size_t step = 1 << 16;
    // With room for the last read, which finds the end: else a large file is copied once more.
    content.reserve(static_cast<std::size_t>(status.st_size) + step);
    for (;;) {
        auto const had = content.size();
        auto const room = std::max<std::size_t>(
            step, static_cast<std::size_t>(status.st_size) -
                      std::min(had, static_cast<std::size_t>(status.st_size)));
        content.resize(had + room);
        auto const got = ::read(descriptor, content.data() + had, room);
        content.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return std::nullopt;
        }
        if (got == 0) {
            return content;
        }
    }
}

void write_all(int descriptor, std::string_view content, fs::path const& path) {
    while (!content.empty()) {
        auto const written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            auto const why = reason(errno);
            throw Error(ExitCode::bad_input,
                        fmt::format("cannot write {}: {}", path.string(), why));
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

void collect_files(fs::path const& folder, std::string_view suffix, std::vector<fs::path>& found,
                   std::set<fs::path>& on_the_way) {
    auto const real = fs::canonical(folder);
    if (!on_the_way.insert(real).second) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{}: a cycle of symbolic links leads back to {}", folder.string(),
                                real.string()));
    }
    for (auto const& entry : fs::directory_iterator(folder)) {
        if (entry.is_directory()) {
            collect_files(entry.path(), suffix, found, on_the_way);
        } else if (entry.path().filename().string().ends_with(suffix)) {
            found.push_back(entry.path());
        }
    }
    on_the_way.erase(real);
}

}  // namespace

std::string read_text_file(fs::path const& path) {
    Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    auto content = file.number < 0 ? std::nullopt : read_all(file.number);
    if (!content) {
        int const error = errno;
        auto const code =
            error == ENOENT || error == ENOTDIR ? ExitCode::not_found : ExitCode::bad_input;
        throw Error(code, fmt::format("cannot read {}: {}", path.string(), reason(error)));
    }
    if (content->find('\0') != std::string::npos || !is_utf8(*content)) {
        throw Error(ExitCode::bad_input, fmt::format("{} is no text file in UTF-8", path.string()),
                    "Convert it, for example: iconv -f LATIN1 -t UTF-8");
    }
    return std::move(*content);
}

std::optional<std::string> read_file_if_any(fs::path const& path) {
    Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return file.number < 0 ? std::nullopt : read_all(file.number);
}

void write_file(fs::path const& path, std::string_view content, fs::perms mode) {
    auto temporary = path.string() + ".XXXXXX";
    Descriptor const file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (file.number < 0) {
        throw Error(ExitCode::bad_input,
                    fmt::format("cannot write {}: {}", path.string(), reason(errno)));
    }
    try {
        write_all(file.number, content, path);
        if (::fchmod(file.number, static_cast<mode_t>(mode)) != 0 ||
            ::rename(temporary.c_str(), path.c_str()) != 0) {
            auto const why = reason(errno);
            throw Error(ExitCode::bad_input,
                        fmt::format("cannot write {}: {}", path.string(), why));
        }
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
}

std::vector<fs::path> files_below(fs::path const& folder, std::string_view suffix) {
    std::vector<fs::path> found;
    std::set<fs::path> on_the_way;
    try {
        collect_files(folder, suffix, found, on_the_way);
    } catch (fs::filesystem_error const& error) {
        auto const code = error.code() == std::errc::no_such_file_or_directory
                              ? ExitCode::not_found
                              : ExitCode::bad_input;
        throw Error(code, fmt::format("cannot read {}: {}", error.path1().string(),
                                      error.code().message()));
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::optional<fs::path> cache_folder() {
    char const* const xdg = std::getenv("XDG_CACHE_HOME");
    char const* const home = std::getenv("HOME");
    fs::path base;
    if (xdg != nullptr && *xdg == '/') {
        base = xdg;
    } else if (home != nullptr && *home == '/') {
        base = fs::path(home) / ".cache";
    } else {
        return std::nullopt;
    }
    std::error_code error;
    auto const folder = base / "lockstep";
    if (fs::is_directory(folder, error)) {
        return folder;
    }
    fs::create_directories(base, error);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        return std::nullopt;
    }
    return folder;
}

}  // namespace lockstep
