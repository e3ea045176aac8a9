#pragma once

#include <string>

#include "base/error.hpp"

namespace lockstep::pg {

/// What the server (or libpq) said, part by part: see "Error and Notice Message Fields" in the
/// PostgreSQL manual.
struct ServerMessage {
    std::string sqlstate = {};  // five characters; empty when the message is libpq's own
    std::string message = {};
    std::string detail = {};
    std::string hint = {};
    std::string context = {};  // call stack of PL/pgSQL, say
    // What it is about, where the server tells: names without quotes.
    std::string schema = {};
    std::string table = {};
    std::string column = {};
    std::string constraint = {};
    std::size_t position = 0;  // character in the statement, from 1; 0: unknown
};

/// The server refused a statement.
class Error : public lockstep::Error {
public:
    Error(ServerMessage message, std::string statement);

    ServerMessage const& server() const { return server_; }
    std::string const& sqlstate() const { return server_.sqlstate; }
    std::string const& statement() const { return statement_; }

private:
    ServerMessage server_;
    std::string statement_;
};

/// There is no connection: it could not be made, or it broke. Exit code 3; never holds a password.
class ConnectionError : public lockstep::Error {
public:
    ConnectionError(std::string const& message, std::string hint = {});
};

}  // namespace lockstep::pg
