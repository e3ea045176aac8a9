#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "pg/connection.hpp"

namespace lockstep::pg {

/// Lets another thread end a wait.
class Wakeup {
public:
    Wakeup();
    ~Wakeup();
    Wakeup(Wakeup const&) = delete;
    Wakeup& operator=(Wakeup const&) = delete;

    void wake() const;
    /// What came before counts no more.
    void clear() const;
    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

/// A connection to a walsender (PostgreSQL manual, "Streaming Replication Protocol"). It first
/// takes commands, then, from `start` on, it streams. Nothing here blocks but `command`, `start`
/// and `wait`. Throws pg::Error and ConnectionError.
class ReplicationStream {
public:
    ReplicationStream(std::string const& url, ConnectOptions options);
    ~ReplicationStream();

    /// IDENTIFY_SYSTEM, TIMELINE_HISTORY …, in the simple protocol, which is all that there is.
    Rows command(Sql const& text);
    /// START_REPLICATION …
    void start(Sql const& text);

    /// The payload of the next CopyData that has arrived whole, good until the next call; nothing
    /// when the socket has to be read first. Throws when the server has ended the stream.
    std::optional<std::string_view> next();
    /// Takes in what the socket holds.
    void read();
    /// Sleeps until there is something to read, `wakeup` is woken, SIGINT or SIGTERM came, or so
    /// long. True: there is something to read.
    bool wait(std::chrono::microseconds timeout, Wakeup const& wakeup);
    /// One CopyData to the server; what the socket does not take yet is sent with the next call.
    void send(std::string_view payload);
    /// Ends the stream as the protocol wants it, so that the slot is free at once. Best effort.
    void finish() noexcept;

private:
    void take_result();

    struct FreeMemory {
        void operator()(char* memory) const;
    };

    Connection connection_;
    std::unique_ptr<char, FreeMemory> payload_;
};

}  // namespace lockstep::pg
