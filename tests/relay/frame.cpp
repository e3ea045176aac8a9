#include "relay/frame.hpp"

#include <doctest/doctest.h>

#include <string>

#include "relay/decode_error.hpp"
#include "support/pgoutput_writer.hpp"

namespace lockstep::relay {
namespace {

using tests::WireBytes;

TEST_CASE("a message of the plugin comes with where the server is") {
    auto const bytes =
        WireBytes().letter('w').uint64(0x100).uint64(0x200).uint64(7).bytes("data").str();
    auto const frame = std::get<XLogData>(decode_frame(bytes));
    CHECK_EQ(frame.begin, Lsn{0x100});
    CHECK_EQ(frame.server_end, Lsn{0x200});
    CHECK_EQ(frame.sent, PgTime{7});
    CHECK_EQ(frame.data, "data");
}

TEST_CASE("a keep-alive says whether it must be answered") {
    for (bool const reply : {false, true}) {
        auto const bytes =
            WireBytes().letter('k').uint64(0x200).uint64(7).byte(reply ? 1 : 0).str();
        auto const frame = std::get<KeepAlive>(decode_frame(bytes));
        CHECK_EQ(frame.server_end, Lsn{0x200});
        CHECK_EQ(frame.reply_requested, reply);
    }
}

TEST_CASE("a frame that ends early, is too long or unknown is refused") {
    auto const data = WireBytes().letter('w').uint64(1).uint64(2).uint64(3).str();
    auto const alive = WireBytes().letter('k').uint64(1).uint64(2).byte(1).str();
    for (auto const& whole : {data, alive}) {
        for (std::size_t length = 0; length < whole.size(); ++length) {
            CHECK_THROWS_AS(decode_frame(std::string_view(whole).substr(0, length)), DecodeError);
        }
    }
    CHECK_NOTHROW(decode_frame(data));
    CHECK_THROWS_AS(decode_frame(alive + "x"), DecodeError);
    CHECK_THROWS_WITH(decode_frame("x"),
                      "replication protocol, byte 0 of 1: expected XLogData (w) or a keep-alive "
                      "(k), found \"x\"");
}

TEST_CASE("a status update is 34 bytes as the manual has them") {
    auto const bytes = encode({.written = {0x0102030405060708},
                               .flushed = {2},
                               .applied = {3},
                               .sent = {-1},
                               .reply_requested = true});
    CHECK_EQ(std::string(bytes.data(), bytes.size()), WireBytes()
                                                          .letter('r')
                                                          .uint64(0x0102030405060708)
                                                          .uint64(2)
                                                          .uint64(3)
                                                          .uint64(0xFFFF'FFFF'FFFF'FFFF)
                                                          .byte(1)
                                                          .str());
}

}  // namespace
}  // namespace lockstep::relay
