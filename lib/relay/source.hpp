#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pg/connection.hpp"
#include "pg/replication.hpp"
#include "relay/continuity.hpp"
#include "relay/frame.hpp"
#include "relay/source_tables.hpp"

namespace lockstep::relay {

/// Which stream is wanted of the source.
struct SourceOptions {
    std::string url;
    std::string slot;
    std::string publication;
    std::string plugin = "pgoutput";
    /// Of pgoutput: a transaction that is larger than the server's logical_decoding_work_mem comes
    /// before it ends (protocol 2), and waits for its commit here instead of there.
    bool streams_early = false;
    /// No walsender: the slot is asked so often by SQL. Not with `streams_early`: what a poll gives
    /// is whole.
    std::optional<std::chrono::milliseconds> poll{};
    /// A poll gives so many messages, and then to the end of the transaction; 0: all that there is.
    int most_at_once = 500'000;
    /// A server that does not answer a command for so long is taken for gone.
    std::chrono::milliseconds most_silence{60'000};
};

/// Where the changes come from. It prints values one way, whatever the role's and the database's
/// settings are. What it gives are the frames of the streaming protocol, also where it polls.
/// Nothing blocks but `facts`, `start` and `wait`. Throws pg::Error and ConnectionError.
class Source {
public:
    virtual ~Source() = default;
    Source(Source const&) = delete;
    Source& operator=(Source const&) = delete;

    /// What is compared with where the history ends; `known` is the timeline that it was written
    /// on.
    SourceFacts facts(std::uint32_t known);
    /// A third of it passes at most between two status updates. 0: the server waits forever.
    virtual std::chrono::milliseconds sender_timeout() = 0;
    /// Ends whoever reads the slot; false where nobody does.
    bool end_reader();
    /// Gives what was committed behind `from`. Throws pg::Error 55006 while somebody else reads.
    virtual void start(Lsn from) = 0;

    /// What has arrived, good until the next call; nothing when there is to be waited first.
    virtual std::optional<Frame> next() = 0;
    /// Takes in what the socket holds.
    virtual void read() = 0;
    /// Sleeps until there is something to read, `wakeup` is woken, SIGINT or SIGTERM came, or so
    /// long. True: there is something to read.
    virtual bool wait(std::chrono::microseconds timeout, pg::Wakeup const& wakeup) = 0;
    /// What the source may forget.
    virtual void send(StatusUpdate const& status) = 0;
    /// All that it gave is durable, as `send` said: whoever has to ask for more may do it.
    virtual void go_on() = 0;
    /// It has said nothing for long: is there another reason than that it is gone?
    virtual bool may_be_silent() = 0;
    /// Leaves the slot, confirmed as it was sent. Best effort.
    virtual void finish() noexcept = 0;

protected:
    explicit Source(SourceOptions options);

    /// A statement, outside of what `start` began.
    virtual pg::Rows command(Sql const& text) = 0;
    /// Which server it is, and how far it has written; and how its timeline came to be, where that
    /// is not `known`.
    virtual SourceFacts server(std::uint32_t known) = 0;

    SourceOptions const& options() const { return options_; }
    bool is_wal2json() const { return options_.plugin == "wal2json"; }
    /// What the plugin is told, names and values; good after `facts`.
    using PluginOptions = std::vector<std::pair<std::string, std::string>>;
    PluginOptions plugin_options() const;

private:
    std::optional<Oid> publication();
    void look_at_server();

    SourceOptions options_;
    std::vector<TableName> left_out_;  // by wal2json
};

/// By a walsender or, with `options.poll`, by SQL.
std::unique_ptr<Source> open_source(SourceOptions const& options);

/// For those who implement a Source: how to connect.
pg::ConnectOptions source_connection(SourceOptions const& options);

}  // namespace lockstep::relay
