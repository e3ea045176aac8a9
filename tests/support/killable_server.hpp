#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lockstep::tests {

/// What a copy of a server is.
enum class CopiedAs {
    standby,   // follows the original, and has none of its slots
    restored,  // goes on by itself, as another timeline, and has none of its slots
    snapshot,  // the disk as it was
};

/// A PostgreSQL of one's own that can be killed, and comes back with what it had committed.
class KillableServer {
public:
    /// `settings`: "max_prepared_transactions=10".
    explicit KillableServer(std::vector<std::string> settings = {});
    /// A copy of another one as it is now, which is stopped in order meanwhile.
    KillableServer(KillableServer& original, CopiedAs as, std::vector<std::string> settings = {});
    ~KillableServer();
    KillableServer(KillableServer const&) = delete;
    KillableServer& operator=(KillableServer const&) = delete;

    /// For libpq; `folder` is where the socket is looked for, the server's own by default.
    std::string url(std::string const& database, std::string const& folder = {}) const;
    std::string socket() const;
    std::string folder() const;
    /// The role must give its password from now on.
    void ask_for_password(std::string const& role);
    /// As `pg_ctl stop -m fast`; false when it is still there after so long, and was killed.
    bool stop(std::chrono::milliseconds patience);
    /// SIGKILL to all of it: postmaster and backends.
    void kill();
    /// A standby becomes a server of its own.
    void promote();
    /// Starts it again, and waits until it takes connections. `largest_file`: no file of it can
    /// grow past so many bytes, as if the disk were full; that takes no rights to arrange.
    void start(std::optional<std::size_t> largest_file = std::nullopt);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lockstep::tests
