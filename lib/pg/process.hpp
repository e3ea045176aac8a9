#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace lockstep::pg {

/// A user that programs are run as.
struct User {
    uid_t uid;
    gid_t gid;
};

/// Whom PostgreSQL's programs are run as, since they refuse to run as root: `postgres`, else
/// `nobody`; nothing when we are not root.
std::optional<User> unprivileged_user();

struct Command {
    std::vector<std::string> arguments;       // the first is the program's path
    std::filesystem::path output = {};        // stdout and stderr; empty: thrown away
    std::optional<User> user = std::nullopt;  // nothing: ours
};

/// A program that we started; killed, at the latest, by the destructor. It gets SIGQUIT when the
/// thread that started it ends, however that comes about (PR_SET_PDEATHSIG).
class Process {
public:
    explicit Process(Command const& command);
    ~Process();
    Process(Process&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
    Process& operator=(Process&& other) noexcept;

    pid_t pid() const { return pid_; }
    /// Its status, as `waitpid` gives it, when it has ended.
    std::optional<int> ended();
    /// Waits until it ends by itself; throws Error(interrupted) when SIGINT comes.
    int wait();
    /// Sends the signal, then SIGKILL when it is still there after `patience`.
    void stop(int signal, std::chrono::milliseconds patience);

private:
    pid_t pid_ = -1;
};

/// Runs to the end and returns stdout and stderr, or nothing when it could not be run or failed.
std::optional<std::string> output_of(std::vector<std::string> const& arguments);

}  // namespace lockstep::pg
