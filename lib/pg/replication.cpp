#include "pg/replication.hpp"

#include <cerrno>
#include <cstdint>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.hpp"
#include "pg/link.hpp"

namespace lockstep::pg {

Wakeup::Wakeup() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) {
        throw std::system_error(errno, std::generic_category(), "eventfd");
    }
}

Wakeup::~Wakeup() {
    ::close(descriptor_);
}

void Wakeup::wake() const {
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const written = ::write(descriptor_, &one, sizeof one);
}

void Wakeup::clear() const {
    std::uint64_t count = 0;
    [[maybe_unused]] auto const taken = ::read(descriptor_, &count, sizeof count);
}

void ReplicationStream::FreeMemory::operator()(char* memory) const {
    PQfreemem(memory);
}

namespace {

ConnectOptions as_walsender(ConnectOptions options) {
    options.replication = true;
    return options;
}

}  // namespace

ReplicationStream::ReplicationStream(std::string const& url, ConnectOptions options)
    : connection_(url, as_walsender(std::move(options))) {}

ReplicationStream::~ReplicationStream() = default;

Rows ReplicationStream::command(Sql const& text) {
    auto& link = connection_.link();
    link.begin();
    link.log_statement(text.text());
    link.check_sent(PQsendQuery(link.raw(), text.text().c_str()));
    return Rows(link.finish(text.text()).release());
}

void ReplicationStream::start(Sql const& text) {
    auto& link = connection_.link();
    link.begin();
    link.log_statement(text.text());
    link.check_sent(PQsendQuery(link.raw(), text.text().c_str()));
    auto const result = link.next_result();
    if (result && PQresultStatus(result.get()) == PGRES_COPY_BOTH) {
        return;
    }
    if (!result) {
        link.throw_lost();
    }
    auto refusal = link.refusal(result.get(), text.text());
    link.finish_quietly();
    throw refusal;
}

std::optional<std::string_view> ReplicationStream::next() {
    char* data = nullptr;
    int const length = PQgetCopyData(connection_.link().raw(), &data, 1);
    payload_.reset(data);
    if (length > 0) {
        return std::string_view(data, static_cast<std::size_t>(length));
    }
    if (length < 0) {
        take_result();
    }
    return std::nullopt;
}

/// The stream is over: the server says why.
void ReplicationStream::take_result() {
    auto& link = connection_.link();
    auto const result = link.next_result();
    if (result && PQresultStatus(result.get()) == PGRES_FATAL_ERROR) {
        throw link.refusal(result.get(), "START_REPLICATION");
    }
    link.close();
    throw ConnectionError("the server has ended the replication stream",
                          "It is shutting down, or was told to end this connection.");
}

void ReplicationStream::read() {
    connection_.link().take_in();
}

bool ReplicationStream::wait(std::chrono::microseconds timeout, Wakeup const& wakeup) {
    return connection_.link().wait_for_input(timeout, wakeup.descriptor());
}

void ReplicationStream::send(std::string_view payload) {
    auto& link = connection_.link();
    int const taken = PQputCopyData(link.raw(), payload.data(), static_cast<int>(payload.size()));
    link.check_sent(taken == 1 ? 1 : 0);
    link.flush();
}

void ReplicationStream::finish() noexcept {
    constexpr std::chrono::seconds patience{2};
    auto& link = connection_.link();
    if (!link.is_open() || PQputCopyEnd(link.raw(), nullptr) != 1) {
        return;
    }
    try {
        // What is still on its way comes first; the server sends it again to whoever comes next.
        for (auto const end = Clock::now() + patience; Clock::now() < end;) {
            char* data = nullptr;
            int const length = PQgetCopyData(link.raw(), &data, 1);
            payload_.reset(data);
            if (length < 0) {
                link.finish_quietly();
                return;
            }
            if (length == 0) {
                bool const output_waits = !link.flush();
                wait_for(PQsocket(link.raw()),
                         static_cast<short>(output_waits ? POLLIN | POLLOUT : POLLIN), end, false);
                PQconsumeInput(link.raw());
            }
        }
    } catch (std::exception const& error) {
        log().debug("the end of the stream: {}", error.what());
    }
}

}  // namespace lockstep::pg
