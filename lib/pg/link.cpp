#include "pg/link.hpp"

#include <poll.h>
#include <sys/ioctl.h>

#include <charconv>

#include <fmt/core.h>

#include "base/log.hpp"
#include "base/text.hpp"

namespace lockstep::pg {

namespace {

/// How long the server may take to answer a cancellation before we leave it alone.
constexpr std::chrono::seconds grace{5};
/// A cancellation that arrives before its statement has begun is lost: it is sent again.
constexpr std::chrono::milliseconds cancel_again{200};

std::string field(PGresult const* result, int code) {
    auto const* text = PQresultErrorField(result, code);
    return text == nullptr ? std::string{} : text;
}

ServerMessage message_of(PGresult const* result) {
    ServerMessage message{.sqlstate = field(result, PG_DIAG_SQLSTATE),
                          .message = field(result, PG_DIAG_MESSAGE_PRIMARY),
                          .detail = field(result, PG_DIAG_MESSAGE_DETAIL),
                          .hint = field(result, PG_DIAG_MESSAGE_HINT),
                          .context = field(result, PG_DIAG_CONTEXT),
                          .schema = field(result, PG_DIAG_SCHEMA_NAME),
                          .table = field(result, PG_DIAG_TABLE_NAME),
                          .column = field(result, PG_DIAG_COLUMN_NAME),
                          .constraint = field(result, PG_DIAG_CONSTRAINT_NAME)};
    auto const position = field(result, PG_DIAG_STATEMENT_POSITION);
    std::from_chars(position.data(), position.data() + position.size(), message.position);
    if (message.message.empty()) {
        message.message = trim(PQresultErrorMessage(result));
    }
    return message;
}

bool is_error(PGresult const* result) {
    auto const status = PQresultStatus(result);
    return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

constexpr std::string_view query_canceled = "57014";

/// The less often the socket is looked into, the less it costs both sides; but what was taken has
/// to be kept.
constexpr int most_taken_at_once = 262'144;

/// 0: none, or that is not told.
int waiting_bytes(int socket) {
    int count = 0;
    return ::ioctl(socket, FIONREAD, &count) == 0 ? count : 0;
}

}  // namespace

void Link::begin() {
    if (options_.heeds_interrupts) {
        check_interrupt();
    }
    if (!is_open()) {
        throw_lost();
    }
    cancelled_ = Cancelled::no;
    restart_clock();
}

void Link::log_statement(std::string_view statement) const {
    if (log().should_log(spdlog::level::debug)) {
        log().debug("{}", printable(scrubbed(std::string(statement))));
    }
}

void Link::restart_clock() {
    if (cancelled_ == Cancelled::no) {
        auto const limit = options_.statement_timeout;
        deadline_ = limit.count() > 0 ? Deadline(Clock::now() + limit) : std::nullopt;
    }
}

void Link::check_sent(int outcome) {
    if (outcome == 1) {
        return;
    }
    if (!is_open()) {
        throw_lost();
    }
    throw Error({.message = std::string(trim(PQerrorMessage(raw())))}, {});
}

bool Link::flush() {
    int const left = PQflush(raw());
    // On failure there may still be words of the server to read: the reading side reports it.
    return left != 1;
}

void Link::wait(bool output_waits) {
    auto const events = static_cast<short>(output_waits ? POLLIN | POLLOUT : POLLIN);
    bool const heeded = options_.heeds_interrupts && cancelled_ != Cancelled::by_interrupt;
    auto const wake = wait_for(PQsocket(raw()), events, deadline_, heeded);
    if (wake != Wake::ready) {
        give_up(wake == Wake::interrupted ? Cancelled::by_interrupt : Cancelled::by_timeout);
    } else if (PQconsumeInput(raw()) != 1 && PQisBusy(raw()) != 0) {
        throw_lost();
    }
}

bool Link::wait_for_input(std::chrono::microseconds timeout, int other) {
    bool const output_waits = !flush();
    auto const events = static_cast<short>(output_waits ? POLLIN | POLLOUT : POLLIN);
    return wait_for_either(PQsocket(raw()), events, other, timeout);
}

void Link::take_in() {
    for (int taken = 0; taken < most_taken_at_once;) {
        // On failure libpq hands out first what had arrived; PQgetCopyData tells of the end.
        if (PQconsumeInput(raw()) != 1) {
            if (!is_open()) {
                throw_lost();
            }
            return;
        }
        // It took what its buffer had room for, and makes that larger with each call.
        int const left = waiting_bytes(PQsocket(raw()));
        if (left == 0) {
            return;
        }
        taken += left;
    }
}

void Link::give_up(Cancelled why) {
    if (why == Cancelled::by_timeout && !options_.cancels) {
        close();
        std::chrono::duration<double> const silence = options_.statement_timeout;
        throw ConnectionError(
            fmt::format("{} has said nothing for {} s", display_url_, silence.count()),
            "The network may have lost the connection without a word.");
    }
    auto const now = Clock::now();
    if (cancelled_ == Cancelled::no) {
        patience_ends_ = now + grace;
    } else if (now >= patience_ends_) {
        close();
        check_interrupt();
        throw ConnectionError(fmt::format("{} did not answer a cancellation in time", display_url_),
                              "Look into the server's log, and try again.");
    }
    if (why == Cancelled::by_interrupt || cancelled_ == Cancelled::no) {
        cancelled_ = why;
    }
    send_cancel();
    deadline_ = now + cancel_again;
}

void Link::send_cancel() {
    std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> const cancel(PQgetCancel(raw()),
                                                                    &PQfreeCancel);
    std::array<char, 256> why{};
    if (cancel && PQcancel(cancel.get(), why.data(), static_cast<int>(why.size())) != 1) {
        log().info("could not cancel: {}", scrubbed(std::string(trim(why.data()))));
    }
}

Result Link::next_result() {
    for (;;) {
        bool const output_waits = !flush();
        if (PQisBusy(raw()) == 0) {
            Result result(PQgetResult(raw()));
            if (field(result.get(), PG_DIAG_SEVERITY_NONLOCALIZED) == "FATAL") {
                last_words_ = field(result.get(), PG_DIAG_MESSAGE_PRIMARY);
            }
            return result;
        }
        wait(output_waits);
    }
}

Result Link::finish(std::string_view statement) {
    Result last;
    Result failed;
    while (auto result = next_result()) {
        refuse_copy(result.get(), statement);
        (is_error(result.get()) && !failed ? failed : last) = std::move(result);
    }
    deadline_.reset();
    if (failed) {
        throw refusal(failed.get(), statement);
    }
    if (!last) {
        throw_lost();
    }
    return last;
}

void Link::finish_quietly() noexcept {
    try {
        while (next_result()) {
        }
    } catch (std::exception const& error) {
        log().debug("{}", error.what());
        close();
    }
}

void Link::refuse_copy(PGresult const* result, std::string_view statement) {
    auto const status = PQresultStatus(result);
    if (status == PGRES_COPY_IN) {
        PQputCopyEnd(raw(), "there is no data to copy here");
    } else if (status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
        close();
        throw Error({.message = "COPY is not possible here"}, std::string(statement));
    }
}

Error Link::refusal(PGresult const* result, std::string_view statement) {
    auto message = message_of(result);
    if (cancelled_ == Cancelled::by_interrupt && message.sqlstate == query_canceled) {
        check_interrupt();
    }
    if (!is_open()) {
        throw_lost();
    }
    if (cancelled_ == Cancelled::by_timeout && message.sqlstate == query_canceled) {
        message.message = fmt::format("canceling statement due to statement timeout ({} ms)",
                                      options_.statement_timeout.count());
    }
    return Error(std::move(message), std::string(statement));
}

void Link::throw_lost() {
    std::string why = "it is closed";
    if (connection_) {
        why = last_words_.empty() ? std::string(trim(PQerrorMessage(raw()))) : last_words_;
        why = scrubbed(std::move(why));
        close();
    }
    if (options_.heeds_interrupts) {
        check_interrupt();
    }
    throw ConnectionError(
        printable(fmt::format("the connection to {} was lost: {}", display_url_, why)),
        "Look into the server's log, and try again.");
}

std::string Link::scrubbed(std::string text) const {
    for (auto const& secret : secrets_) {
        text = replace_all(std::move(text), secret, "…");
    }
    return text;
}

}  // namespace lockstep::pg
