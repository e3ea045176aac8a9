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

std::string copy_row(std::span<Parameter const> cells) {
    std::string row;
    for (auto const& cell : cells) {
        row += cell ? escaped(*cell) : "\\N";
        row += &cell == &cells.back() ? '\n' : '\t';
    }
    return row;
}

}  // namespace lockstep::pg
