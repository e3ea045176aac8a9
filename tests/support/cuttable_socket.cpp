#include "support/cuttable_socket.hpp"

#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/folder.hpp"

namespace lockstep::tests {

namespace {

sockaddr_un address_of(std::string const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        throw std::runtime_error("too long for a socket: " + path);
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

sockaddr const* generic(sockaddr_un const& address) {
    return reinterpret_cast<sockaddr const*>(&address);  // as <sys/socket.h> wants it
}

/// Takes what is there from one side to the other; false at its end.
bool pass_on(int from, int to) {
    std::array<char, 16'384> buffer{};
    auto const count = ::read(from, buffer.data(), buffer.size());
    for (ssize_t done = 0; done < count;) {
        auto const written =
            ::send(to, buffer.data() + done, static_cast<std::size_t>(count - done), MSG_NOSIGNAL);
        if (written <= 0) {
            return false;
        }
        done += written;
    }
    return count > 0;
}

}  // namespace

struct CuttableSocket::State {
    std::string server;
    Folder folder;
    int listener = -1;
    std::atomic<bool> is_cut = false;
    std::atomic<bool> is_over = false;
    std::mutex mutex;
    std::set<int> open;  // both sides of each connection
    std::thread listening;
    std::vector<std::thread> connections;
    std::atomic<bool> is_frozen = false;
    std::atomic<int> delay_ms = 0;

    void join_sides(int client, int other) {
        std::array<pollfd, 2> sides{pollfd{client, POLLIN, 0}, pollfd{other, POLLIN, 0}};
        while (!is_over) {
            int const ready = ::poll(sides.data(), sides.size(), is_frozen ? 0 : 20);
            if (ready < 0) {
                return;
            }
            if (is_frozen || ready > 0) {
                std::this_thread::sleep_for(
                    std::chrono::milliseconds(is_frozen ? 5 : delay_ms.load()));
            }
            for (std::size_t i = 0; i < sides.size() && !is_frozen; ++i) {
                if (sides[i].revents != 0 && !pass_on(sides[i].fd, sides[1 - i].fd)) {
                    return;
                }
            }
        }
    }

    void serve() {
        while (!is_over) {
            pollfd waiting{listener, POLLIN, 0};
            if (::poll(&waiting, 1, 20) > 0) {
                take(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
            }
        }
    }

    void take(int client) {
        auto const to = address_of(server);
        int const other = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        std::lock_guard const lock(mutex);
        if (is_cut || ::connect(other, generic(to), sizeof to) != 0) {
            ::close(client);
            ::close(other);
            return;
        }
        open.insert({client, other});
        connections.emplace_back([this, client, other] {
            join_sides(client, other);
            std::lock_guard const guard(mutex);
            for (int const side : {client, other}) {
                open.erase(side);
                ::close(side);
            }
        });
    }

    void end_all() {
        std::lock_guard const lock(mutex);
        for (int const side : open) {
            ::shutdown(side, SHUT_RDWR);
        }
    }
};

CuttableSocket::CuttableSocket(std::string server) : state_(std::make_unique<State>()) {
    state_->server = std::move(server);
    auto const at = address_of(state_->folder.path(".s.PGSQL.5432"));
    state_->listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(state_->listener, generic(at), sizeof at) != 0 ||
        ::listen(state_->listener, SOMAXCONN) != 0) {
        throw std::runtime_error("no socket can be made in " + state_->folder.path());
    }
    state_->listening = std::thread([this] { state_->serve(); });
}

CuttableSocket::~CuttableSocket() {
    state_->is_over = true;
    state_->listening.join();
    state_->end_all();
    for (auto& connection : state_->connections) {
        connection.join();
    }
    ::close(state_->listener);
}

std::string CuttableSocket::folder() const {
    return state_->folder.path();
}

void CuttableSocket::cut() {
    state_->is_cut = true;
    state_->end_all();
}

void CuttableSocket::freeze() {
    state_->is_frozen = true;
}

void CuttableSocket::half_close() {
    std::lock_guard const lock(state_->mutex);
    for (int const side : state_->open) {
        ::shutdown(side, SHUT_WR);
    }
}

void CuttableSocket::delay(std::chrono::milliseconds by) {
    state_->delay_ms = static_cast<int>(by.count());
}

void CuttableSocket::mend() {
    state_->is_cut = false;
    state_->is_frozen = false;
    state_->delay_ms = 0;
}

}  // namespace lockstep::tests
