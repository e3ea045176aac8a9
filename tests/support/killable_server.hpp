#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace lockstep::tests {

/// A PostgreSQL of one's own that can be killed, and comes back with what it had committed.
class KillableServer {
public:
    /// `settings`: "max_prepared_transactions=10".
    explicit KillableServer(std::vector<std::string> settings = {});
    ~KillableServer();
    KillableServer(KillableServer const&) = delete;
    KillableServer& operator=(KillableServer const&) = delete;

    /// For libpq; `folder` is where the socket is looked for, the server's own by default.
    std::string url(std::string const& database, std::string const& folder = {}) const;
    std::string socket() const;
    /// The role must give its password from now on.
    void ask_for_password(std::string const& role);
    /// As `pg_ctl stop -m fast`; false when it is still there after so long, and was killed.
    bool stop(std::chrono::milliseconds patience);
    /// SIGKILL to all of it: postmaster and backends.
    void kill();
    /// Starts it again, and waits until it takes connections.
    void start();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lockstep::tests
