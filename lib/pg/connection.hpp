#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pg/error.hpp"
#include "sql/sql.hpp"

namespace lockstep::pg {

struct ConnectOptions {
    /// Where neither the URL nor the environment says another; 0: no limit.
    std::chrono::seconds connect_timeout{10};
    /// A statement that gives no result for so long is cancelled from here (which works through
    /// any pooler) and ends as pg::Error 57014. 0: the server's own limit alone.
    std::chrono::milliseconds statement_timeout{0};
    /// No: a statement that takes longer means that the connection was lost without a word. It is
    /// closed then, as ConnectionError, for a cancellation would be lost on the same way.
    bool cancels = true;
    std::string application_name = "lockstep";
    /// Passed to the server at start, as `-c name=value`. Poolers refuse them: where one may stand
    /// between, leave this empty and send `set_local` in the transaction.
    std::vector<std::pair<std::string, std::string>> settings = {};
    /// No: for what must be done even when SIGINT came, as dropping a scratch database.
    bool heeds_interrupts = true;
    /// A walsender of the database: for ReplicationStream.
    bool replication = false;
};

class Link;

/// The rows of one result. A cell is a view into it: null pointer for NULL, else text.
class Rows {
public:
    struct Deleter {
        void operator()(void* result) const;
    };
    explicit Rows(void* pg_result);

    std::size_t size() const { return rows_; }
    std::size_t columns() const { return columns_; }
    std::string_view column_name(std::size_t column) const;
    std::string_view cell(std::size_t row, std::size_t column) const;
    bool is_null(std::size_t row, std::size_t column) const;
    /// As in the command tag ("UPDATE 3"); 0 where there is none.
    std::size_t affected() const;
    /// The command tag itself: "CREATE TABLE", "SELECT 3".
    std::string_view tag() const;

private:
    std::unique_ptr<void, Deleter> result_;
    std::size_t rows_ = 0;
    std::size_t columns_ = 0;
};

/// A parameter of a query: text, or NULL.
using Parameter = std::optional<std::string_view>;

/// One connection to a server. Every statement passes through one place, where it is logged at
/// level debug (without its parameters) and can be cancelled by SIGINT or by its timeout. Not for
/// use by several threads at once.
class Connection {
public:
    /// `url` is what libpq takes: a URI, a "key=value …" string, or empty for the environment
    /// (PGHOST, PGSERVICE, …). Throws ConnectionError.
    explicit Connection(std::string const& url, ConnectOptions const& options = {});
    ~Connection();
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;

    Rows query(Sql const& statement, std::span<Parameter const> parameters = {});
    /// Several statements in one simple-protocol message; rows are thrown away.
    void execute(Sql const& statements);

    /// Sends all queries at once (libpq's pipeline mode) and calls `on_result(i, rows)` for each in
    /// order, as its rows arrive. The first error is thrown when the pipeline has been drained; the
    /// queries after it were not run. The server hands over results in larger pieces; it does so at
    /// once after the query `at_once`.
    void pipeline(std::span<Sql const> queries,
                  std::function<void(std::size_t, Rows)> const& on_result,
                  std::optional<std::size_t> at_once = {});

    /// Like `pipeline`, but each statement is its own transaction (a sync after each), as psql
    /// would run a file. Stops at the first error: returns its index and the error, or nothing.
    /// A few dozen statements are on their way at a time, so those that follow the failed one may
    /// have run, too: for a database that is thrown away then.
    struct Failure {
        std::size_t index = 0;
        Error error;
    };
    std::optional<Failure> run_each(std::span<std::string_view const> statements);

    int server_version() const;                     // 150018
    std::string parameter(char const* name) const;  // "server_version", "is_superuser", …
    std::string database() const;
    std::string user() const;
    /// The URL with the password left out, for messages.
    std::string display_url() const;
    bool is_open() const;
    /// How long it took to connect: some round trips, so it tells whether the server is near.
    std::chrono::microseconds connect_time() const;
    void close();

    /// The connection as libpq knows it, for the other files of this folder.
    Link& link() { return *link_; }

private:
    std::unique_ptr<Link> link_;
};

/// "postgresql://app@db.example/shop": what libpq would connect to, without the password and
/// without secrets in parameters. Works on any string that libpq takes; never throws.
std::string display_url(std::string const& url);

/// The same server and user, another database: a URI that libpq takes.
std::string with_database(std::string const& url, std::string_view database);

/// `SELECT set_config('name', 'value', true)`: a setting until the end of the transaction.
Sql set_local(std::string_view name, std::string_view value);

/// BEGIN … at the start, COMMIT by `commit()`, else ROLLBACK at the end of the scope.
class Transaction {
public:
    enum class Mode { read_write, snapshot };  // snapshot: REPEATABLE READ, READ ONLY
    explicit Transaction(Connection& connection, Mode mode = Mode::read_write);
    ~Transaction();
    Transaction(Transaction const&) = delete;
    Transaction& operator=(Transaction const&) = delete;
    void commit();

private:
    Connection* connection_;
};

/// SIGINT and SIGTERM from now on cancel the statement under way; the run ends with
/// Error(interrupted). Call once, early in `main`.
void cancel_statements_on_interrupt();
bool interrupted();
/// Throws Error(interrupted) when a signal came.
void check_interrupt();

}  // namespace lockstep::pg
