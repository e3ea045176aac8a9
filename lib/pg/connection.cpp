#include "pg/connection.hpp"

#include <charconv>

#include "base/log.hpp"
#include "pg/link.hpp"

namespace lockstep::pg {

namespace {

PGresult* raw(std::unique_ptr<void, Rows::Deleter> const& result) {
    return static_cast<PGresult*>(result.get());
}

}  // namespace

void Rows::Deleter::operator()(void* result) const {
    PQclear(static_cast<PGresult*>(result));
}

Rows::Rows(void* pg_result)
    : result_(pg_result),
      rows_(static_cast<std::size_t>(PQntuples(raw(result_)))),
      columns_(static_cast<std::size_t>(PQnfields(raw(result_)))) {}

std::string_view Rows::column_name(std::size_t column) const {
    return PQfname(raw(result_), static_cast<int>(column));
}

std::string_view Rows::cell(std::size_t row, std::size_t column) const {
    auto const r = static_cast<int>(row);
    auto const c = static_cast<int>(column);
    auto const length = static_cast<std::size_t>(PQgetlength(raw(result_), r, c));
    if (length == 0 && is_null(row, column)) {
        return {};
    }
    return {PQgetvalue(raw(result_), r, c), length};
}

bool Rows::is_null(std::size_t row, std::size_t column) const {
    return PQgetisnull(raw(result_), static_cast<int>(row), static_cast<int>(column)) != 0;
}

std::size_t Rows::affected() const {
    std::string_view const text = PQcmdTuples(raw(result_));
    std::size_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

std::string_view Rows::tag() const {
    return PQcmdStatus(raw(result_));
}

Connection::Connection(std::string const& url, ConnectOptions const& options)
    : link_(std::make_unique<Link>(url, options)) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

std::chrono::microseconds Connection::connect_time() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(link_->connect_time());
}

Rows Connection::query(Sql const& statement, std::span<Parameter const> parameters) {
    // libpq wants texts that end with a NUL.
    std::vector<std::string> texts;
    texts.reserve(parameters.size());
    std::vector<char const*> values;
    for (auto const& parameter : parameters) {
        texts.emplace_back(parameter.value_or(std::string_view{}));
        values.push_back(parameter ? texts.back().c_str() : nullptr);
    }
    link_->begin();
    link_->log_statement(statement.text());
    link_->check_sent(PQsendQueryParams(link_->raw(), statement.text().c_str(),
                                        static_cast<int>(values.size()), nullptr, values.data(),
                                        nullptr, nullptr, 0));
    return Rows(link_->finish(statement.text()).release());
}

void Connection::execute(Sql const& statements) {
    link_->begin();
    link_->log_statement(statements.text());
    link_->check_sent(PQsendQuery(link_->raw(), statements.text().c_str()));
    link_->finish(statements.text());
}

int Connection::server_version() const {
    return PQserverVersion(link_->raw());
}

std::string Connection::parameter(char const* name) const {
    auto const* value = PQparameterStatus(link_->raw(), name);
    return value == nullptr ? std::string{} : value;
}

std::string Connection::database() const {
    return PQdb(link_->raw());
}

std::string Connection::user() const {
    return PQuser(link_->raw());
}

std::string Connection::display_url() const {
    return link_->display_url();
}

bool Connection::is_open() const {
    return link_ && link_->is_open();
}

void Connection::close() {
    link_->close();
}

Sql set_local(std::string_view name, std::string_view value) {
    return sql("SELECT pg_catalog.set_config({}, {}, true)", literal(name), literal(value));
}

Transaction::Transaction(Connection& connection, Mode mode) : connection_(&connection) {
    connection.execute(mode == Mode::snapshot
                           ? sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                           : sql("BEGIN"));
}

Transaction::~Transaction() {
    if (connection_ == nullptr || !connection_->is_open()) {
        return;
    }
    try {
        connection_->execute(sql("ROLLBACK"));
    } catch (std::exception const& error) {
        // The server rolls back what a closed connection leaves.
        log().debug("{}", error.what());
        connection_->close();
    }
}

void Transaction::commit() {
    auto const commit_it = sql("COMMIT");
    auto const outcome = std::exchange(connection_, nullptr)->query(commit_it);
    // A transaction in which a statement failed "commits" without an error.
    if (outcome.tag() == "ROLLBACK") {
        throw Error({.sqlstate = "25P02", .message = "the transaction had failed: rolled back"},
                    commit_it.text());
    }
}

}  // namespace lockstep::pg
