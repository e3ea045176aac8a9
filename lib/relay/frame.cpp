#include "relay/frame.hpp"

#include "relay/byte_reader.hpp"

namespace lockstep::relay {

namespace {

constexpr std::string_view where = "replication protocol";

XLogData xlog_data(ByteReader& in) {
    XLogData frame{.begin = in.lsn("where the data begins"),
                   .server_end = in.lsn("where the server's WAL ends"),
                   .sent = in.time("the server's time"),
                   .data = {}};
    frame.data = in.bytes(in.left(), "data");
    return frame;
}

KeepAlive keep_alive(ByteReader& in) {
    KeepAlive const frame{.server_end = in.lsn("where the server's WAL ends"),
                          .sent = in.time("the server's time"),
                          .reply_requested = in.flag("whether to reply (0 or 1)")};
    in.end();
    return frame;
}

}  // namespace

Frame decode_frame(std::string_view bytes) {
    constexpr std::string_view kinds = "XLogData (w) or a keep-alive (k)";
    ByteReader in(where, bytes);
    switch (in.byte(kinds)) {
        case 'w':
            return xlog_data(in);
        case 'k':
            return keep_alive(in);
        default:
            in.fail_before(1, kinds);
    }
}

StatusBytes encode(StatusUpdate const& status) {
    StatusBytes bytes{};
    std::size_t at = 0;
    auto const put = [&](std::uint64_t number) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[at++] = static_cast<char>(static_cast<std::uint8_t>(number >> shift));
        }
    };
    bytes[at++] = 'r';
    put(status.written.value);
    put(status.flushed.value);
    put(status.applied.value);
    put(static_cast<std::uint64_t>(status.sent.microseconds));
    bytes[at] = status.reply_requested ? '\1' : '\0';
    return bytes;
}

}  // namespace lockstep::relay
