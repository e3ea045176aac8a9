#include <cerrno>
#include <cstring>
#include <map>
#include <optional>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "source/files.hpp"

extern char** environ;

namespace lockstep::source {

namespace {

struct Descriptor {
    int number = -1;
    Descriptor() = default;
    explicit Descriptor(int n) : number(n) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    void close() {
        if (number >= 0) {
            ::close(std::exchange(number, -1));
        }
    }
};

struct Output {
    int status = 0;
    std::string out;
    std::string err;
};

std::string read_all(int descriptor) {
    std::string content;
    char buffer[1 << 16];
    for (;;) {
        auto const got = ::read(descriptor, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return content;
        }
        content.append(buffer, static_cast<std::size_t>(got));
    }
}

/// A file without a name, in memory: what is written into it cannot block.
void fill(Descriptor& file, std::string_view content) {
    file.number = ::memfd_create("lockstep", MFD_CLOEXEC);
    while (!content.empty()) {
        auto const written = ::write(file.number, content.data(), content.size());
        if (written < 0) {
            throw Error(ExitCode::bad_input,
                        fmt::format("cannot pass data to git: {}", std::strerror(errno)));
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    ::lseek(file.number, 0, SEEK_SET);
}

/// No shell is between: each argument arrives as it is.
Output run_git(std::vector<std::string> arguments, std::string_view input = {}) {
    arguments.insert(arguments.begin(), "git");
    std::vector<char*> argv;
    for (auto& argument : arguments) {
        argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    Descriptor in;
    Descriptor err;
    fill(in, input);
    fill(err, {});
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        throw Error(ExitCode::bad_input, fmt::format("cannot run git: {}", std::strerror(errno)));
    }
    Descriptor const reading(ends[0]);
    Descriptor writing(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.number, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, writing.number, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err.number, STDERR_FILENO);
    pid_t pid = 0;
    int const failed = ::posix_spawnp(&pid, "git", &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        throw Error(ExitCode::not_found, fmt::format("cannot run git: {}", std::strerror(failed)),
                    "Install git, or name the files themselves.");
    }
    writing.close();
    Output output;
    output.out = read_all(reading.number);
    while (::waitpid(pid, &output.status, 0) < 0 && errno == EINTR) {
    }
    ::lseek(err.number, 0, SEEK_SET);
    output.err = std::string(trim(read_all(err.number)));
    return output;
}

std::string checked(Output output, std::string const& what, std::string hint = {}) {
    if (output.status != 0) {
        throw Error(ExitCode::not_found,
                    fmt::format("git cannot read {}: {}", what, printable(output.err)),
                    std::move(hint));
    }
    return std::move(output.out);
}

struct Entry {
    std::string blob;
    std::string path;
};

/// `100644 blob <id>\t<path>\0`, again and again.
std::vector<Entry> list(std::string const& revision, std::string const& path) {
    auto const out = checked(
        run_git({"ls-tree", "-r", "-z", revision, "--", path}),
        fmt::format("{} at {}", path, revision),
        fmt::format("Does git know the revision here? git rev-parse {}", printable(revision)));
    std::vector<Entry> entries;
    for (auto const& line : split(out, '\0')) {
        auto const tab = line.find('\t');
        auto const words = split(std::string_view(line).substr(0, tab), ' ');
        if (tab == std::string::npos || words.size() != 3) {
            continue;
        }
        if (words[1] != "blob" || words[0] == "120000") {
            log().warn("{} is left out: git: follows no links and no submodules",
                       printable(line.substr(tab + 1)));
            continue;
        }
        entries.push_back({words[2], line.substr(tab + 1)});
    }
    return entries;
}

/// `<id> blob <size>\n<content>\n` for each, in the order asked for.
std::map<std::string, std::string> contents(std::vector<Entry> const& entries) {
    std::string asked;
    for (auto const& entry : entries) {
        asked += entry.blob + "\n";
    }
    auto const out = checked(run_git({"cat-file", "--batch"}, asked), "blobs");
    std::map<std::string, std::string> files;
    std::size_t at = 0;
    for (auto const& entry : entries) {
        auto const end = out.find('\n', at);
        auto const words = split(std::string_view(out).substr(at, end - at), ' ');
        if (end == std::string::npos || words.size() != 3) {
            throw Error(ExitCode::bad_input, fmt::format("git lacks {}", printable(entry.path)));
        }
        auto const size = std::stoull(words[2]);
        files[entry.path] = out.substr(end + 1, size);
        at = end + 1 + size + 1;
    }
    return files;
}

std::string without_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) {
        path.pop_back();
    }
    return path.starts_with("./") ? path.substr(2) : path;
}

class GitFiles : public Files {
public:
    GitFiles(std::string revision, std::string const& path) : revision_(std::move(revision)) {
        auto const entries = list(revision_, path);
        if (entries.empty()) {
            throw Error(
                ExitCode::not_found,
                fmt::format("there is no {} in git's {}", printable(path), printable(revision_)),
                fmt::format("What is there: git ls-tree -r --name-only {}", printable(revision_)));
        }
        files_ = contents(entries);
    }

    std::string prefix() const override { return fmt::format("git:{}:", revision_); }
    bool is_file(std::string const& path) const override {
        return files_.contains(without_slash(path));
    }
    bool is_folder(std::string const& path) const override {
        return !below(path, "").empty() && !is_file(path);
    }
    std::string read(std::string const& path) const override {
        auto content = bytes(path);
        if (content.find('\0') != std::string::npos || !is_utf8(content)) {
            throw Error(ExitCode::bad_input,
                        fmt::format("{}{} is no text file in UTF-8", prefix(), printable(path)));
        }
        return content;
    }
    std::string bytes(std::string const& path) const override {
        auto const found = files_.find(without_slash(path));
        return found != files_.end() ? found->second : read_included(path);
    }
    std::string head(std::string const& path) const override { return bytes(path); }
    std::vector<std::string> below(std::string const& folder,
                                   std::string_view suffix) const override {
        auto const root = without_slash(folder);
        auto const start = root == "." ? std::string{} : root + "/";
        std::vector<std::string> paths;
        for (auto const& [path, content] : files_) {
            if (path.starts_with(start) && path.ends_with(suffix)) {
                paths.push_back(path);
            }
        }
        return paths;
    }

private:
    /// What a script includes from outside of the path that was named.
    std::string read_included(std::string const& path) const {
        auto const normal = std::filesystem::path(path).lexically_normal().string();
        return checked(run_git({"cat-file", "blob", revision_ + ":./" + normal}),
                       prefix() + normal);
    }

    std::string revision_;
    std::map<std::string, std::string> files_;
};

}  // namespace

std::shared_ptr<Files const> git_files(std::string const& revision, std::string const& path) {
    // One that begins with a dash would be read as an option.
    if (revision.empty() || revision.starts_with('-')) {
        throw Error(ExitCode::bad_input,
                    fmt::format("\"{}\" is no name of a revision", printable(revision)));
    }
    return std::make_shared<GitFiles const>(revision, path.empty() ? "." : path);
}

namespace {

/// The answer in one line; nothing where git says no, and where there is no git.
std::optional<std::string> answer_of_git(std::vector<std::string> arguments) {
    try {
        auto const output = run_git(std::move(arguments));
        return output.status == 0 ? std::optional(std::string(trim(output.out))) : std::nullopt;
    } catch (Error const&) {
        return std::nullopt;
    }
}

}  // namespace

std::optional<std::string> git_path(std::string const& name) {
    return answer_of_git({"rev-parse", "--git-path", name});
}

std::optional<std::string> git_setting(std::string const& name) {
    return answer_of_git({"config", "--get", name});
}

}  // namespace lockstep::source
