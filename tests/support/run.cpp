#include "support/run.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.hpp"
#include "support/temporary_folder.hpp"

namespace lockstep::tests {

namespace fs = std::filesystem;

namespace {

/// A home of the tests' own. The results of initdb, which take a second each to make, are linked to
/// from the user's cache.
class Home {
public:
    Home() {
        auto const ours = folder_ / ".cache/lockstep";
        fs::create_directories(ours);
        fs::permissions(ours, fs::perms::owner_all);
        auto const users = cache_folder();
        std::error_code error;
        for (auto const& entry : fs::directory_iterator(users.value_or(""), error)) {
            auto const name = entry.path().filename().string();
            if (name.starts_with("pg-") && fs::exists(entry.path() / "PG_VERSION")) {
                fs::create_directory_symlink(entry.path(), ours / name);
            }
        }
    }
    std::string path() const { return folder_.path().string(); }

private:
    TemporaryFolder folder_;
};

std::map<std::string, std::string> own_environment() {
    static Home const home;
    std::map<std::string, std::string> environment{{"HOME", home.path()}, {"LANG", "C.UTF-8"}};
    for (auto const* name : {"PATH", "TMPDIR", "LD_LIBRARY_PATH", "LOCKSTEP_PG_BIN", "ASAN_OPTIONS",
                             "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
        if (char const* const value = std::getenv(name)) {
            environment[name] = value;
        }
    }
    if (char const* const bin = std::getenv("LOCKSTEP_TEST_PG_BIN")) {
        environment["LOCKSTEP_PG_BIN"] = bin;
    }
    return environment;
}

std::vector<std::string> environment_for(RunOptions const& options) {
    auto environment = own_environment();
    for (auto const& [name, value] : options.environment) {
        environment[name] = value;
    }
    std::vector<std::string> texts;
    for (auto const& [name, value] : environment) {
        texts.push_back(name + "=" + value);
    }
    return texts;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (auto& text : texts) {
        list.push_back(text.data());
    }
    list.push_back(nullptr);
    return list;
}

void redirect(int descriptor, fs::path const& file, int flags) {
    int const opened = ::open(file.c_str(), flags | O_CLOEXEC, 0600);
    if (opened < 0 || ::dup2(opened, descriptor) < 0) {
        ::_exit(126);
    }
}

Outcome outcome_of(pid_t child) {
    int status = 0;
    rusage usage{};
    while (::wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "wait4");
        }
    }
    constexpr std::size_t kilobyte = 1024;
    Outcome outcome;
    outcome.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    outcome.peak_memory = static_cast<std::size_t>(usage.ru_maxrss) * kilobyte;
    return outcome;
}

}  // namespace

Outcome run_program(fs::path const& program, std::vector<std::string> const& arguments,
                    RunOptions const& options) {
    TemporaryFolder const folder;
    auto const input = folder.write("in", options.input);
    auto words = arguments;
    words.insert(words.begin(), program.string());
    auto environment = environment_for(options);
    auto const word_pointers = pointers(words);
    auto const environment_pointers = pointers(environment);
    auto const child = ::fork();
    if (child == 0) {
        redirect(STDIN_FILENO, input, O_RDONLY);
        redirect(STDOUT_FILENO, folder / "out", O_WRONLY | O_CREAT);
        redirect(STDERR_FILENO, folder / "err", O_WRONLY | O_CREAT);
        if (options.folder.empty() || ::chdir(options.folder.c_str()) == 0) {
            ::execve(program.c_str(), word_pointers.data(), environment_pointers.data());
        }
        ::_exit(127);
    }
    if (child < 0) {
        throw std::system_error(errno, std::generic_category(), "fork");
    }
    auto outcome = outcome_of(child);
    outcome.out = read_file_if_any(folder / "out").value_or("");
    outcome.err = read_file_if_any(folder / "err").value_or("");
    return outcome;
}

Outcome run_lockstep(std::vector<std::string> const& arguments, RunOptions const& options) {
    return run_program(LOCKSTEP_BINARY, arguments, options);
}

}  // namespace lockstep::tests
