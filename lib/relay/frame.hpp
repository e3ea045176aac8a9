#pragma once

#include <array>
#include <string_view>
#include <variant>

#include "relay/lsn.hpp"

namespace lockstep::relay {

// What CopyData carries in the streaming replication protocol (PostgreSQL manual, "Streaming
// Replication Protocol"); numbers in network byte order, times as PgTime.
//
//   from the server:  XLogData       'w'  lsn:8 where the data begins, lsn:8 where the server's WAL
//                                         ends, time:8, then the data to the end
//                     keep-alive     'k'  lsn:8 where the server's WAL ends, time:8, reply:1 (1: at
//                                         once, or the server hangs up)
//   to the server:    status update  'r'  lsn:8 up to which all is written, lsn:8 flushed, lsn:8
//                                         applied, time:8, reply:1 (1: the server shall answer)

/// One message of the output plugin. Its LSN is no position in the stream: those of rows go back
/// and forth between transactions.
struct XLogData {
    Lsn begin;
    Lsn server_end;
    PgTime sent;
    std::string_view data;
};

struct KeepAlive {
    Lsn server_end;
    PgTime sent;
    bool reply_requested = false;
};

using Frame = std::variant<XLogData, KeepAlive>;

/// Throws DecodeError. The result refers to `bytes`.
Frame decode_frame(std::string_view bytes);

/// What the server may forget. Each LSN is the end of what is done, as Commit's `end_lsn` is.
struct StatusUpdate {
    Lsn written;
    Lsn flushed;  // this one moves the slot
    Lsn applied;
    PgTime sent;
    bool reply_requested = false;
};

using StatusBytes = std::array<char, 34>;
StatusBytes encode(StatusUpdate const& status);

}  // namespace lockstep::relay
