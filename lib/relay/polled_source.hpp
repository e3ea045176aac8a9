#pragma once

#include "pg/copy_stream.hpp"
#include "pg/interrupt.hpp"
#include "relay/source.hpp"

namespace lockstep::relay {

/// A slot that is asked now and then, by SQL: each poll first confirms what is durable, then reads
/// what is behind that (`pg_logical_slot_peek_…`). Only when all that a poll gave is durable there
/// is another one, for it gives again what was not confirmed. Between polls nobody holds the slot.
class PolledSource : public Source {
public:
    explicit PolledSource(SourceOptions const& options);

    std::chrono::milliseconds sender_timeout() override { return std::chrono::milliseconds(0); }
    void start(Lsn from) override;
    std::optional<Frame> next() override;
    void read() override { copy_.read(); }
    bool wait(std::chrono::microseconds timeout, pg::Wakeup const& wakeup) override;
    void send(StatusUpdate const& status) override { durable_ = status.flushed; }
    void go_on() override { may_poll_ = !copy_.is_running(); }
    bool may_be_silent() override;
    void finish() noexcept override;

protected:
    pg::Rows command(Sql const& text) override { return copy_.connection().query(text); }
    SourceFacts server(std::uint32_t known) override;

private:
    /// What a look at the server shows.
    struct Look {
        Lsn end;  // of its log
        std::optional<Lsn> confirmed;
    };

    void ask_to_be_watched();
    Look look();
    void poll();
    KeepAlive end_of_poll();
    Sql advance() const;
    Sql peek(Lsn until, int most) const;
    void read_timelines(SourceFacts& facts);

    pg::CopyStream copy_;
    Lsn durable_;             // as it was sent
    Lsn confirmed_;           // where we have left the slot
    Lsn until_;               // up to there the poll gives all
    Lsn passed_;              // up to there all was given
    Lsn last_;                // of the last message
    std::int64_t count_ = 0;  // of the poll's messages
    bool may_poll_ = false;
    pg::Clock::time_point next_poll_{};
};

}  // namespace lockstep::relay
