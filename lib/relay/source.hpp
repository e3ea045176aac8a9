#pragma once

#include <optional>
#include <string>

#include "pg/replication.hpp"
#include "relay/continuity.hpp"

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
};

/// The connection to the source's walsender. It prints values one way, whatever the role's and the
/// database's settings are.
class Source {
public:
    explicit Source(SourceOptions const& options);

    /// What is compared with where the history ends; `known` is the timeline that it was written
    /// on.
    SourceFacts facts(std::uint32_t known);
    /// A third of it passes at most between two status updates. 0: the server waits forever.
    std::chrono::milliseconds sender_timeout();
    /// Ends whoever reads the slot; false where nobody does.
    bool end_reader();
    /// Streams what was committed behind `from`. Throws pg::Error 55006 while somebody else does.
    void start(Lsn from);

    pg::ReplicationStream& stream() { return stream_; }

private:
    std::optional<Oid> publication();

    SourceOptions options_;
    pg::ReplicationStream stream_;
};

}  // namespace lockstep::relay
