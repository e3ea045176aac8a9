#pragma once

#include <string_view>
#include <vector>

#include "relay/message.hpp"

namespace lockstep::relay {

/// What was asked of the plugin when the stream was started.
struct PgoutputOptions {
    // proto_version: 1, or 2, in which large transactions come before they end where `streaming`
    // was asked for, too. LogicalMessage says what that costs.
    int protocol = 2;
    bool binary = false;  // values in binary are kept as they are; refused otherwise
};

/// Takes the messages of PostgreSQL's own plugin apart. Pure but for one bit: whether the message
/// lies within a stream, for then it has another form. Throws DecodeError.
class PgoutputDecoder {
public:
    explicit PgoutputDecoder(PgoutputOptions options = {}) : options_(options) {}

    /// One whole message. The result refers to `bytes` and to this decoder until the next call.
    Message decode(std::string_view bytes);

    /// Is the next message within a stream?
    bool in_stream() const { return in_stream_; }
    /// For messages that were put by: as if the stream of a transaction had begun.
    void enter_stream() { in_stream_ = true; }
    /// A new connection: nothing is under way.
    void reset() { in_stream_ = false; }

private:
    friend struct PgoutputReader;

    PgoutputOptions options_;
    bool in_stream_ = false;
    // Kept from message to message, so that in the long run nothing is allocated.
    std::vector<Cell> cells_;
    std::vector<RelationColumn> columns_;
    std::vector<Oid> oids_;
};

}  // namespace lockstep::relay
