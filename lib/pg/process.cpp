#include "pg/process.hpp"

#include <cerrno>
#include <csignal>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "pg/connection.hpp"

extern char** environ;

namespace lockstep::pg {

namespace {

using namespace std::chrono_literals;

/// Our environment without what would change how PostgreSQL's programs behave.
std::vector<std::string> clean_environment() {
    std::vector<std::string> kept;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        std::string_view const text = *entry;
        if (!text.starts_with("PG") && !text.starts_with("LC_") && !text.starts_with("LANG") &&
            !text.starts_with("TZ=")) {
            kept.emplace_back(text);
        }
    }
    return kept;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    list.reserve(texts.size() + 1);
    for (auto& text : texts) {
        list.push_back(text.data());
    }
    list.push_back(nullptr);
    return list;
}

/// What the child does between fork and exec. We may have threads, so all that follows must be safe
/// in a signal handler: no allocation, no locks.
[[noreturn]] void become(char* const* arguments, char* const* environment, int output, User user,
                         bool change_user, pid_t parent) {
    // Its own session: Ctrl-C on the terminal is for us, and we stop the server.
    ::setsid();
    int const nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output >= 0 ? output : nothing, STDOUT_FILENO);
    ::dup2(output >= 0 ? output : nothing, STDERR_FILENO);
    bool good = ::chdir("/") == 0;
    if (change_user) {
        good = good && ::setgroups(0, nullptr) == 0 && ::setgid(user.gid) == 0 &&
               ::setuid(user.uid) == 0;
    }
    // After setuid, which clears it. Our parent may have died before.
    good = good && ::prctl(PR_SET_PDEATHSIG, SIGQUIT) == 0 && ::getppid() == parent;
    // Our handlers are not its own. Until here all signals wait; what was ignored stays so.
    struct sigaction action {};
    for (int signal = 1; signal < NSIG; ++signal) {
        if (::sigaction(signal, nullptr, &action) == 0 && action.sa_handler != SIG_IGN) {
            action = {};
            action.sa_handler = SIG_DFL;
            ::sigaction(signal, &action, nullptr);
        }
    }
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (good) {
        ::execve(arguments[0], arguments, environment);
    }
    ::_exit(127);
}

struct Descriptor {
    int number;
    explicit Descriptor(int opened) : number(opened) {}
    ~Descriptor() {
        if (number >= 0) {
            ::close(number);
        }
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
};

pid_t start(std::vector<std::string> arguments, int output, std::optional<User> user) {
    auto environment = clean_environment();
    auto const argument_pointers = pointers(arguments);
    auto const environment_pointers = pointers(environment);
    auto const parent = ::getpid();
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    auto const child = ::fork();
    if (child == 0) {
        become(argument_pointers.data(), environment_pointers.data(), output, user.value_or(User{}),
               user.has_value(), parent);
    }
    auto const why = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (child < 0) {
        throw std::system_error(why, std::generic_category(), "fork");
    }
    return child;
}

}  // namespace

std::optional<User> unprivileged_user() {
    if (::geteuid() != 0) {
        return std::nullopt;
    }
    for (auto const* name : {"postgres", "nobody"}) {
        if (auto const* entry = ::getpwnam(name)) {
            return User{entry->pw_uid, entry->pw_gid};
        }
    }
    throw lockstep::Error(
        ExitCode::not_found,
        "PostgreSQL does not run as root, and there is no user postgres or nobody",
        "Run as another user, or set scratch.url to a server to use instead.");
}

Process::Process(Command const& command) {
    Descriptor const output(
        command.output.empty()
            ? -1
            : ::open(command.output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    pid_ = start(command.arguments, output.number, command.user);
}

Process::~Process() {
    stop(SIGKILL, 0ms);
}

Process& Process::operator=(Process&& other) noexcept {
    stop(SIGKILL, 0ms);
    pid_ = std::exchange(other.pid_, -1);
    return *this;
}

std::optional<int> Process::ended() {
    int status = 0;
    if (pid_ < 0 || ::waitpid(pid_, &status, WNOHANG) == 0) {
        return std::nullopt;
    }
    pid_ = -1;
    return status;
}

int Process::wait() {
    for (;;) {
        int status = 0;
        if (::waitpid(pid_, &status, 0) == pid_) {
            pid_ = -1;
            return status;
        }
        check_interrupt();
    }
}

void Process::stop(int signal, std::chrono::milliseconds patience) {
    if (pid_ < 0) {
        return;
    }
    ::kill(pid_, signal);
    for (auto const deadline = std::chrono::steady_clock::now() + patience;
         std::chrono::steady_clock::now() < deadline; std::this_thread::sleep_for(1ms)) {
        if (ended()) {
            return;
        }
    }
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
}

std::optional<std::string> output_of(std::vector<std::string> const& arguments) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe");
    }
    Descriptor const reading(ends[0]);
    pid_t child = -1;
    {
        Descriptor const writing(ends[1]);
        child = start(arguments, writing.number, std::nullopt);
    }
    std::string text;
    char buffer[4096];
    for (ssize_t got = 1; got > 0 || (got < 0 && errno == EINTR);) {
        got = ::read(reading.number, buffer, sizeof buffer);
        text.append(buffer, got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status == 0 ? std::optional(text) : std::nullopt;
}

}  // namespace lockstep::pg
