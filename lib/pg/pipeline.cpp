#include <algorithm>
#include <exception>

#include <fmt/core.h>

#include "pg/link.hpp"

namespace lockstep::pg {

namespace {

/// Where each statement is its own transaction: how many are on their way at a time.
constexpr std::size_t window = 64;
/// Bytes handed to libpq before we look whether the socket still takes them.
constexpr std::size_t send_step = 32 * 1024;

/// Sends statements as fast as the socket takes them and hands over their results in order. It
/// reads and writes by turns: neither side ever waits for the other with its own buffers full.
class Pipeline {
public:
    enum class Sync { at_end, after_each };
    using TextOf = std::function<std::string_view(std::size_t)>;
    using OnResult = std::function<void(std::size_t, Rows)>;

    Pipeline(Link& link, std::size_t count, TextOf text_of, Sync sync,
             std::optional<std::size_t> at_once = {})
        : link_(link), count_(count), text_of_(std::move(text_of)), sync_(sync), at_once_(at_once) {
        link_.begin();
        link_.check_sent(PQenterPipelineMode(link_.raw()));
    }
    ~Pipeline() {
        // Left by an exception with results outstanding, the connection is of no more use.
        if (link_.is_open() && PQexitPipelineMode(link_.raw()) != 1) {
            link_.close();
        }
    }
    Pipeline(Pipeline const&) = delete;
    Pipeline& operator=(Pipeline const&) = delete;

    std::optional<Connection::Failure> run(OnResult const& on_result) {
        while (!is_done()) {
            send_what_fits();
            if (wait_for_result()) {
                receive(on_result);
            }
        }
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
        return std::move(failure_);
    }

private:
    bool stops() const { return failure_ || thrown_; }
    bool all_sent() const { return sent_ == count_ || stops(); }
    bool is_done() const { return all_sent() && syncs_received_ == syncs_sent_ && !needs_sync(); }
    bool needs_sync() const { return sync_ == Sync::at_end && syncs_sent_ == 0 && all_sent(); }
    bool may_send() const {
        return !all_sent() && (sync_ == Sync::at_end || sent_ - syncs_received_ < window);
    }
    std::size_t current() const {
        return sync_ == Sync::after_each ? syncs_received_ : std::min(received_, count_ - 1);
    }

    void send_what_fits() {
        std::size_t unflushed = send_step;
        while (may_send()) {
            if (unflushed >= send_step) {
                if (!link_.flush()) {
                    break;
                }
                unflushed = 0;
            }
            unflushed += send_next();
        }
        if (needs_sync()) {
            send_sync();
        }
    }

    std::size_t send_next() {
        std::string const text(text_of_(sent_));
        link_.log_statement(text);
        link_.check_sent(
            PQsendQueryParams(link_.raw(), text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
        if (sent_ == at_once_) {
            link_.check_sent(PQsendFlushRequest(link_.raw()));
        }
        ++sent_;
        if (sync_ == Sync::after_each) {
            send_sync();
        }
        return text.size();
    }

    void send_sync() {
        link_.check_sent(PQpipelineSync(link_.raw()));
        ++syncs_sent_;
    }

    /// False when statements can be sent first: without a sync the server keeps the end of its
    /// results in its buffer until it has more to say, so to wait for them could take for ever.
    bool wait_for_result() {
        while (PQisBusy(link_.raw()) != 0) {
            bool const output_waits = !link_.flush();
            if (!output_waits && may_send()) {
                return false;
            }
            link_.wait(output_waits);
        }
        return true;
    }

    /// One result, the mark that ends a statement's results, or a sync.
    void receive(OnResult const& on_result) {
        auto result = link_.next_result();
        link_.restart_clock();
        if (!result) {
            // A server that goes away between two results leaves no sync to wait for.
            if (!link_.is_open()) {
                link_.throw_lost();
            }
            received_ += in_statement_ ? 1 : 0;
            in_statement_ = false;
            return;
        }
        auto const status = PQresultStatus(result.get());
        if (status == PGRES_PIPELINE_SYNC) {
            ++syncs_received_;
            in_statement_ = false;
            return;
        }
        in_statement_ = true;
        if (status != PGRES_PIPELINE_ABORTED && !stops()) {
            take(std::move(result), on_result);
        }
    }

    void take(Result result, OnResult const& on_result) {
        auto const index = current();
        auto const status = PQresultStatus(result.get());
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            link_.close();
            throw Error({.message = "COPY is not possible in a pipeline"},
                        std::string(text_of_(index)));
        }
        if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) {
            failure_ = {index, link_.refusal(result.get(), text_of_(index))};
            return;
        }
        try {
            on_result(index, Rows(result.release()));
        } catch (...) {
            // What is still to come must be read before the connection can be used again.
            thrown_ = std::current_exception();
        }
    }

    Link& link_;
    std::size_t count_;
    TextOf text_of_;
    Sync sync_;
    std::optional<std::size_t> at_once_;
    std::size_t sent_ = 0;
    std::size_t received_ = 0;
    std::size_t syncs_sent_ = 0;
    std::size_t syncs_received_ = 0;
    bool in_statement_ = false;
    std::optional<Connection::Failure> failure_;
    std::exception_ptr thrown_;
};

}  // namespace

void Connection::pipeline(std::span<Sql const> queries,
                          std::function<void(std::size_t, Rows)> const& on_result,
                          std::optional<std::size_t> at_once) {
    if (queries.empty()) {
        return;
    }
    auto const text_of = [&](std::size_t i) { return std::string_view(queries[i].text()); };
    Pipeline pipeline(*link_, queries.size(), text_of, Pipeline::Sync::at_end, at_once);
    if (auto failure = pipeline.run(on_result)) {
        throw std::move(failure->error);
    }
}

std::optional<Connection::Failure> Connection::run_each(
    std::span<std::string_view const> statements) {
    auto const text_of = [&](std::size_t i) { return statements[i]; };
    Pipeline pipeline(*link_, statements.size(), text_of, Pipeline::Sync::after_each);
    return pipeline.run([](std::size_t, Rows) {});
}

}  // namespace lockstep::pg
