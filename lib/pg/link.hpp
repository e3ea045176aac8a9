#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "pg/connection.hpp"
#include "pg/interrupt.hpp"

namespace lockstep::pg {

struct ResultDeleter {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

/// A libpq connection in non-blocking mode: all waiting is done here, where SIGINT and the timeout
/// are heeded, and all that fails becomes an exception here. Included by the .cpp files of this
/// folder alone.
class Link {
public:
    Link(std::string const& url, ConnectOptions const& options);

    PGconn* raw() const { return connection_.get(); }
    bool is_open() const { return connection_ && PQstatus(raw()) == CONNECTION_OK; }
    void close() { connection_.reset(); }
    std::string const& display_url() const { return display_url_; }
    Clock::duration connect_time() const { return connect_time_; }

    /// Before statements are sent: refuses when SIGINT came or the connection is lost.
    void begin();
    /// Every statement passes here before it is sent.
    void log_statement(std::string_view statement) const;
    /// Another result of the same round was read: the timeout counts anew.
    void restart_clock();

    /// Throws when a call of libpq that queues something to be sent failed.
    void check_sent(int outcome);
    /// Hands what is queued to the socket; true when nothing is left.
    bool flush();
    /// Sleeps until there is something to read (or room to write, while `output_waits`), and reads.
    void wait(bool output_waits);
    /// Sleeps until there is something to read, `other` can be read, SIGINT or SIGTERM came, or so
    /// long, whatever the statement's timeout is. True: there is something to read.
    bool wait_for_input(std::chrono::microseconds timeout, int other);
    /// Takes in what the socket holds, or a good part of it.
    void take_in();
    /// The next result, when it is complete; null at the end of a statement's results.
    Result next_result();
    /// Reads all results of the statement; returns the last, throws the first error.
    Result finish(std::string_view statement);
    /// Reads what is left of a statement that already failed; closes the connection if it cannot.
    void finish_quietly() noexcept;

    /// The error that a result stands for. Throws rather than returns when it means that the
    /// connection is gone or that we were interrupted.
    Error refusal(PGresult const* result, std::string_view statement);
    /// Asks the server to give up what it is doing for us.
    void send_cancel();
    [[noreturn]] void throw_lost();

private:
    struct Close {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };
    enum class Cancelled { no, by_interrupt, by_timeout };

    void connect(std::string const& url);
    void wait_to_connect(short events, Deadline deadline);
    void give_up(Cancelled why);
    void refuse_copy(PGresult const* result, std::string_view statement);
    [[noreturn]] void throw_cannot_connect(std::string const& why);
    std::string scrubbed(std::string text) const;

    ConnectOptions options_;
    std::unique_ptr<PGconn, Close> connection_;
    std::string display_url_;
    Clock::duration connect_time_{};
    std::vector<std::string> secrets_;
    std::string last_words_;  // of a server that closed the connection
    Deadline deadline_;
    Cancelled cancelled_ = Cancelled::no;
    Clock::time_point patience_ends_;
};

}  // namespace lockstep::pg
