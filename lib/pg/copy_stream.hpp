#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "pg/connection.hpp"
#include "pg/replication.hpp"

namespace lockstep::pg {

/// Statements that end with a `COPY … TO STDOUT`, the data of which is taken as it arrives: for
/// what the server works at for long before the first row, and what is larger than memory. Nothing
/// here blocks but `wait`. Throws pg::Error and ConnectionError.
class CopyStream {
public:
    CopyStream(std::string const& url, ConnectOptions const& options);
    ~CopyStream();

    /// For other statements, while nothing is under way.
    Connection& connection() { return connection_; }
    /// Sends the statements. Their results are taken by `next`, which throws where one failed.
    void start(Sql const& statements);
    /// Not all that was started is there yet.
    bool is_running() const { return stage_ != Stage::idle; }

    /// The next CopyData that has arrived whole, good until the next call; nothing when the socket
    /// has to be read first, or when that was all: `is_running` says which.
    std::optional<std::string_view> next();
    /// Takes in what the socket holds.
    void read();
    /// Sleeps until there is something to read, `wakeup` is woken, SIGINT or SIGTERM came, or so
    /// long. True: there is something to read.
    bool wait(std::chrono::microseconds timeout, Wakeup const& wakeup);
    /// What is under way shall end at the server, too; the connection is over then.
    void give_up() noexcept;

private:
    enum class Stage { idle, results, data };

    bool take_results();

    struct FreeMemory {
        void operator()(char* memory) const;
    };

    Connection connection_;
    Stage stage_ = Stage::idle;
    bool is_complete_ = false;  // the server said so: nothing of it was lost with a connection
    std::string statements_;
    std::unique_ptr<char, FreeMemory> payload_;
};

}  // namespace lockstep::pg
