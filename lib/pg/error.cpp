#include "pg/error.hpp"

#include <array>

#include <fmt/core.h>

#include "base/text.hpp"

namespace lockstep::pg {

namespace {

constexpr std::size_t longest_statement_shown = 200;

/// What helps with an error, by SQLSTATE; for those on which the server gives no hint of its own.
std::string_view known_way_out(std::string_view sqlstate) {
    struct WayOut {
        std::string_view sqlstate;
        std::string_view hint;
    };
    static constexpr std::array ways_out{
        WayOut{"57014", "Raise statement_timeout, or see in pg_stat_activity what it waited for."},
        WayOut{"55P03", "Another session holds the lock: see pg_locks, and try again."},
        WayOut{"42501", "Connect as a role that has the right, or GRANT it to this one."},
        WayOut{"53100", "The server's disk is full."},
        WayOut{"25006", "This server or session is read-only: connect to the primary."},
    };
    for (auto const& way_out : ways_out) {
        if (way_out.sqlstate == sqlstate) {
            return way_out.hint;
        }
    }
    return {};
}

/// The offset in bytes of a character, counted from 1 as the server does.
std::size_t offset_of(std::string_view text, std::size_t position) {
    std::size_t offset = 0;
    for (std::size_t character = 1; offset < text.size(); ++offset) {
        bool const starts = (static_cast<unsigned char>(text[offset]) & 0xC0U) != 0x80U;
        if (starts && character++ == position) {
            break;
        }
    }
    return offset;
}

/// The line of the statement in which the error is; its first line where that is not known.
std::string_view line_in_error(ServerMessage const& server, std::string_view statement) {
    auto const text = trim(statement);
    if (server.position == 0) {
        return text.substr(0, text.find('\n'));
    }
    auto const at = offset_of(statement, server.position);
    auto const newline = at == 0 ? std::string_view::npos : statement.rfind('\n', at - 1);
    auto const start = newline == std::string_view::npos ? 0 : newline + 1;
    return trim(statement.substr(start, statement.find('\n', at) - start));
}

std::string shortened(std::string_view line) {
    if (line.size() <= longest_statement_shown) {
        return std::string(line);
    }
    auto end = longest_statement_shown;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return std::string(line.substr(0, end)) + " …";
}

std::string describe(ServerMessage const& server, std::string_view statement) {
    auto text = fmt::format("the server refused a statement: {}", server.message);
    if (!server.sqlstate.empty()) {
        text += fmt::format(" ({})", server.sqlstate);
    }
    auto const add = [&](char const* what, std::string_view value) {
        if (!value.empty()) {
            text +=
                fmt::format("\n  {}: {}", what, replace_all(std::string(value), "\n", "\n    "));
        }
    };
    add("detail", server.detail);
    add("context", server.context);
    add("statement", shortened(line_in_error(server, statement)));
    return printable(text);
}

std::string hint_for(ServerMessage const& server) {
    return server.hint.empty() ? std::string(known_way_out(server.sqlstate))
                               : printable(server.hint);
}

}  // namespace

Error::Error(ServerMessage message, std::string statement)
    : lockstep::Error(ExitCode::server_refused, describe(message, statement), hint_for(message)),
      server_(std::move(message)),
      statement_(std::move(statement)) {}

ConnectionError::ConnectionError(std::string const& message, std::string hint)
    : lockstep::Error(ExitCode::cannot_connect, message, std::move(hint)) {}

}  // namespace lockstep::pg
