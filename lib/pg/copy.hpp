#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.hpp"

namespace lockstep::pg {

/// `COPY … FROM STDIN`: data goes to the server piece by piece. The rows are there after `finish`;
/// without it the whole COPY fails at the server.
class CopyIn {
public:
    CopyIn(Connection& connection, Sql const& statement);
    ~CopyIn();
    CopyIn(CopyIn const&) = delete;
    CopyIn& operator=(CopyIn const&) = delete;

    /// In the format that the statement names; a piece may end anywhere. Returns when the socket
    /// has taken it, so that no more than one piece is ever in memory.
    void write(std::string_view data);
    /// The number of rows copied.
    std::size_t finish();

private:
    Link* link_;  // null when finished
    std::string statement_;
};

/// `COPY … TO STDOUT`: one row at a time. Not read to the end, the connection is closed.
class CopyOut {
public:
    CopyOut(Connection& connection, Sql const& statement);
    ~CopyOut();
    CopyOut(CopyOut const&) = delete;
    CopyOut& operator=(CopyOut const&) = delete;

    /// The next row as the server sent it, with its newline in text formats; nothing at the end.
    std::optional<std::string> next();

private:
    Link* link_;  // null when finished
    std::string statement_;
};

/// One row of COPY's text format, with its newline: tabs, newlines and backslashes escaped.
std::string copy_row(std::span<Parameter const> cells);
/// The cells of such a row, as CopyOut gives it; nothing is NULL.
std::vector<std::optional<std::string>> copy_cells(std::string_view row);

}  // namespace lockstep::pg
