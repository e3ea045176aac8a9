#pragma once

#include "relay/source.hpp"

namespace lockstep::relay {

/// The connection to the source's walsender.
class StreamedSource : public Source {
public:
    explicit StreamedSource(SourceOptions const& options);

    std::chrono::milliseconds sender_timeout() override;
    void start(Lsn from) override;
    std::optional<Frame> next() override;
    void read() override { stream_.read(); }
    bool wait(std::chrono::microseconds timeout, pg::Wakeup const& wakeup) override {
        return stream_.wait(timeout, wakeup);
    }
    void send(StatusUpdate const& status) override;
    void go_on() override {}
    bool may_be_silent() override { return false; }
    void finish() noexcept override { stream_.finish(); }

protected:
    pg::Rows command(Sql const& text) override { return stream_.command(text); }
    SourceFacts server(std::uint32_t known) override;

private:
    pg::ReplicationStream stream_;
};

}  // namespace lockstep::relay
