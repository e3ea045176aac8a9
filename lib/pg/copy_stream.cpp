#include "pg/copy_stream.hpp"

#include <exception>

#include "base/log.hpp"
#include "pg/link.hpp"

namespace lockstep::pg {

void CopyStream::FreeMemory::operator()(char* memory) const {
    PQfreemem(memory);
}

CopyStream::CopyStream(std::string const& url, ConnectOptions const& options)
    : connection_(url, options) {}

CopyStream::~CopyStream() = default;

void CopyStream::start(Sql const& statements) {
    auto& link = connection_.link();
    link.begin();
    link.log_statement(statements.text());
    link.check_sent(PQsendQuery(link.raw(), statements.text().c_str()));
    statements_ = statements.text();
    stage_ = Stage::results;
    is_complete_ = false;
}

std::optional<std::string_view> CopyStream::next() {
    while (stage_ == Stage::data || (stage_ == Stage::results && take_results())) {
        char* data = nullptr;
        int const length = PQgetCopyData(connection_.link().raw(), &data, 1);
        payload_.reset(data);
        if (length > 0) {
            return std::string_view(data, static_cast<std::size_t>(length));
        }
        if (length == 0) {
            return std::nullopt;
        }
        stage_ = Stage::results;  // how it ended
    }
    return std::nullopt;
}

/// Those that have arrived. True: now the data comes.
bool CopyStream::take_results() {
    auto& link = connection_.link();
    while (PQisBusy(link.raw()) == 0) {
        auto const result = link.next_result();
        if (!result) {
            stage_ = Stage::idle;
            if (!is_complete_) {
                link.throw_lost();
            }
            return false;
        }
        auto const status = PQresultStatus(result.get());
        if (status == PGRES_COPY_OUT) {
            stage_ = Stage::data;
            return true;
        }
        is_complete_ = status == PGRES_COMMAND_OK;  // the COPY's, the last of all
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            stage_ = Stage::idle;
            auto refusal = link.refusal(result.get(), statements_);
            link.finish_quietly();
            throw refusal;
        }
    }
    return false;
}

void CopyStream::read() {
    connection_.link().take_in();
}

bool CopyStream::wait(std::chrono::microseconds timeout, Wakeup const& wakeup) {
    return connection_.link().wait_for_input(timeout, wakeup.descriptor());
}

void CopyStream::give_up() noexcept {
    auto& link = connection_.link();
    try {
        if (is_running() && link.is_open()) {
            link.send_cancel();
        }
    } catch (std::exception const& error) {
        log().debug("{}", error.what());
    }
    link.close();
    stage_ = Stage::idle;
}

}  // namespace lockstep::pg
