#include "pg/copy.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "pg/link.hpp"

namespace lockstep::pg {

namespace {

void start_copy(Link& link, std::string const& statement, ExecStatusType expected) {
    link.begin();
    link.log_statement(statement);
    link.check_sent(PQsendQuery(link.raw(), statement.c_str()));
    auto const result = link.next_result();
    if (result && PQresultStatus(result.get()) == expected) {
        return;
    }
    if (result && PQresultStatus(result.get()) == PGRES_FATAL_ERROR) {
        auto refusal = link.refusal(result.get(), statement);
        link.finish_quietly();
        throw refusal;
    }
    // The other direction, or no COPY at all: nothing that could be gone on with.
    link.close();
    throw Error({.message = "this is not the COPY that was expected"}, statement);
}

std::string escaped(std::string_view cell) {
    std::string text;
    for (char const c : cell) {
        switch (c) {
            case '\\':
                text += "\\\\";
                break;
            case '\t':
                text += "\\t";
                break;
            case '\n':
                text += "\\n";
                break;
            case '\r':
                text += "\\r";
                break;
            default:
                text += c;
        }
    }
    return text;
}

/// What stands after a backslash, where it is not the sign itself.
char unescaped(char sign) {
    switch (sign) {
        case 't':
            return '\t';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'v':
            return '\v';
        default:
            return sign;
    }
}

std::optional<std::string> copy_cell(std::string_view escaped_cell) {
    if (escaped_cell == "\\N") {
        return std::nullopt;
    }
    std::string cell;
    cell.reserve(escaped_cell.size());
    for (std::size_t i = 0; i < escaped_cell.size(); ++i) {
        bool const is_escape = escaped_cell[i] == '\\' && i + 1 < escaped_cell.size();
        cell += is_escape ? unescaped(escaped_cell[++i]) : escaped_cell[i];
    }
    return cell;
}

}  // namespace

CopyIn::CopyIn(Connection& connection, Sql const& statement)
    : link_(&connection.link()), statement_(statement.text()) {
    start_copy(*link_, statement_, PGRES_COPY_IN);
}

CopyIn::~CopyIn() {
    if (link_ == nullptr || !link_->is_open()) {
        return;
    }
    PQputCopyEnd(link_->raw(), "given up by the client");
    link_->finish_quietly();
}

void CopyIn::write(std::string_view data) {
    // libpq's length is an int, and its buffer grows with what we hand it.
    constexpr std::size_t step = 1 << 20;
    for (; !data.empty(); data.remove_prefix(std::min(step, data.size()))) {
        auto const piece = data.substr(0, step);
        link_->restart_clock();
        int const taken = PQputCopyData(link_->raw(), piece.data(), static_cast<int>(piece.size()));
        link_->check_sent(taken == 1 ? 1 : 0);
        while (!link_->flush()) {
            link_->wait(true);
        }
    }
}

std::size_t CopyIn::finish() {
    auto& link = *std::exchange(link_, nullptr);
    link.restart_clock();
    link.check_sent(PQputCopyEnd(link.raw(), nullptr) == 1 ? 1 : 0);
    return Rows(link.finish(statement_).release()).affected();
}

CopyOut::CopyOut(Connection& connection, Sql const& statement)
    : link_(&connection.link()), statement_(statement.text()) {
    start_copy(*link_, statement_, PGRES_COPY_OUT);
}

CopyOut::~CopyOut() {
    if (link_ != nullptr) {
        link_->close();
    }
}

std::optional<std::string> CopyOut::next() {
    while (link_ != nullptr) {
        char* data = nullptr;
        int const length = PQgetCopyData(link_->raw(), &data, 1);
        std::unique_ptr<char, decltype(&PQfreemem)> const owner(data, &PQfreemem);
        if (length > 0) {
            link_->restart_clock();
            return std::string(data, static_cast<std::size_t>(length));
        }
        if (length == 0) {
            link_->wait(false);
        } else {
            // The end, or an error: the result says which.
            std::exchange(link_, nullptr)->finish(statement_);
        }
    }
    return std::nullopt;
}

std::vector<std::optional<std::string>> copy_cells(std::string_view row) {
    if (row.ends_with('\n')) {
        row.remove_suffix(1);
    }
    std::vector<std::optional<std::string>> cells;
    // A tab within a cell is escaped.
    for (;;) {
        auto const end = std::min(row.find('\t'), row.size());
        cells.push_back(copy_cell(row.substr(0, end)));
        if (end == row.size()) {
            return cells;
        }
        row.remove_prefix(end + 1);
    }
}

std::string copy_row(std::span<Parameter const> cells) {
    std::string row;
    for (auto const& cell : cells) {
        row += cell ? escaped(*cell) : "\\N";
        row += &cell == &cells.back() ? '\n' : '\t';
    }
    return row;
}

}  // namespace lockstep::pg
