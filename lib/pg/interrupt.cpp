#include "pg/interrupt.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "base/error.hpp"
#include "pg/connection.hpp"

namespace lockstep::pg {

namespace {

// The handler does no more than to set the flag and to write a byte that nobody ever reads: from
// then on whoever polls the pipe beside a socket wakes up at once, in every thread.
std::atomic<bool> signal_came{false};
std::atomic<int> reading_end{-1};
std::atomic<int> writing_end{-1};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void on_signal(int signal) {
    if (signal_came.exchange(true)) {
        // The second one: the user does not want to wait. A scratch server dies with us.
        std::signal(signal, SIG_DFL);
        std::raise(signal);
        return;
    }
    int const saved = errno;
    [[maybe_unused]] auto const written = ::write(writing_end, "", 1);
    errno = saved;
}

void handle(int signal) {
    struct sigaction action {};
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    // No SA_RESTART: a wait for a lock is to end as well.
    ::sigaction(signal, &action, nullptr);
}

int milliseconds_until(Deadline deadline) {
    if (!deadline) {
        return -1;
    }
    auto const left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, 1'000'000));
}

}  // namespace

void cancel_statements_on_interrupt() {
    int ends[2];
    if (reading_end >= 0) {
        return;
    }
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe");
    }
    reading_end = ends[0];
    writing_end = ends[1];
    handle(SIGINT);
    handle(SIGTERM);
}

bool interrupted() {
    return signal_came;
}

void check_interrupt() {
    if (interrupted()) {
        throw lockstep::Error(ExitCode::interrupted, "interrupted");
    }
}

Wake wait_for(int socket, short events, Deadline deadline, bool heeded) {
    pollfd watched[] = {{socket, events, 0}, {heeded ? reading_end.load() : -1, POLLIN, 0}};
    for (;;) {
        int const ready = ::poll(watched, 2, milliseconds_until(deadline));
        if (ready < 0 && errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "poll");
        }
        if (ready > 0) {
            return watched[1].revents != 0 ? Wake::interrupted : Wake::ready;
        }
        if (ready == 0 && deadline && Clock::now() >= *deadline) {
            return Wake::timed_out;
        }
    }
}

bool wait_for_either(int socket, short events, int other, std::chrono::microseconds timeout) {
    pollfd watched[] = {{socket, events, 0},
                        {other, POLLIN, 0},
                        {interrupted() ? -1 : reading_end.load(), POLLIN, 0}};
    auto const seconds = std::chrono::floor<std::chrono::seconds>(timeout);
    timespec const limit{seconds.count(), std::chrono::nanoseconds(timeout - seconds).count()};
    if (::ppoll(watched, 3, &limit, nullptr) < 0 && errno != EINTR) {
        throw std::system_error(errno, std::generic_category(), "ppoll");
    }
    return watched[0].revents != 0;
}

void sleep_for(std::chrono::milliseconds duration) {
    auto const end = Clock::now() + duration;
    for (auto now = Clock::now(); !interrupted() && now < end; now = Clock::now()) {
        wait_for_either(-1, 0, -1, std::chrono::ceil<std::chrono::microseconds>(end - now));
    }
}

}  // namespace lockstep::pg
