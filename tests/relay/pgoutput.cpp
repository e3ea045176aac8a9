#include "relay/pgoutput.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "relay/decode_error.hpp"
#include "support/pgoutput_writer.hpp"
#include "support/relay_story.hpp"

namespace lockstep::relay {
namespace {

using tests::WireBytes;

struct Example {
    std::string bytes;
    bool in_stream = false;
    std::string told;
};

std::string row_of(std::string_view marker) {
    return WireBytes()
        .bytes(marker)
        .uint16(4)
        .letter('t')
        .uint32(2)
        .bytes("42")
        .letter('n')
        .letter('u')
        .letter('t')
        .uint32(0)
        .str();
}

WireBytes begun(char letter) {
    return WireBytes().letter(letter);
}

/// Each kind of message, with and without what is optional in it; the bytes as the manual has them.
std::vector<Example> const& examples() {
    static std::vector<Example> const list{
        {begun('B').uint64(0x16B3748).uint64(7).uint32(747).str(), false,
         "begin 747 at 0/16B3748 time 7"},
        {begun('C').byte(0).uint64(0x16B3748).uint64(0x16B3778).uint64(7).str(), false,
         "commit at 0/16B3748 end 0/16B3778 time 7"},
        {begun('O').uint64(5).text("elsewhere").str(), false, "origin elsewhere at 0/5"},
        {begun('R')
             .uint32(16385)
             .text("public")
             .text("t")
             .letter('d')
             .uint16(2)
             .byte(1)
             .text("id")
             .uint32(23)
             .uint32(0xFFFF'FFFF)
             .byte(0)
             .text("größe")
             .uint32(1700)
             .uint32(655'366)
             .str(),
         false, "relation 16385 public.t identity d: *id 23(-1) größe 1700(655366)"},
        {begun('R').uint32(9).uint32(3).text("").text("pg_x").letter('f').uint16(0).str(), true,
         "relation 3 of 9 pg_catalog.pg_x identity f:"},
        {begun('Y').uint32(16390).text("public").text("mood").str(), false,
         "type 16390 public.mood"},
        {begun('Y').uint32(9).uint32(16390).text("").text("mood").str(), true,
         "type 16390 of 9 pg_catalog.mood"},
        {begun('I').uint32(16385).str() + row_of("N"), false, "insert 16385 -> 42, null, ~, "},
        {begun('I').uint32(9).uint32(16385).str() + row_of("N"), true,
         "insert 16385 of 9 -> 42, null, ~, "},
        {begun('U').uint32(16385).str() + row_of("N"), false, "update 16385 -> 42, null, ~, "},
        {begun('U').uint32(16385).letter('K').uint16(1).letter('n').str() + row_of("N"), false,
         "update 16385 (key null) -> 42, null, ~, "},
        {begun('U').uint32(9).uint32(16385).str() + row_of("O") + row_of("N"), true,
         "update 16385 of 9 (old 42, null, ~, ) -> 42, null, ~, "},
        {begun('D').uint32(16385).str() + row_of("K"), false, "delete 16385 (key 42, null, ~, )"},
        {begun('D').uint32(16385).str() + row_of("O"), false, "delete 16385 (old 42, null, ~, )"},
        {begun('T').uint32(2).byte(3).uint32(16385).uint32(16386).str(), false,
         "truncate: 16385 16386 cascade restart"},
        {begun('T').uint32(9).uint32(1).byte(0).uint32(16385).str(), true, "truncate of 9: 16385"},
        {begun('M').byte(1).uint64(8).text("lockstep").uint32(3).bytes({"a\0b", 3}).str(), false,
         std::string("message transactional at 0/8 lockstep: a\0b", 42)},
        {begun('M').byte(0).uint64(8).text("p").uint32(0).str(), false,
         "message at once at 0/8 p: "},
        {begun('M').uint32(9).byte(1).uint64(8).text("p").uint32(1).bytes("x").str(), true,
         "message of 9 transactional at 0/8 p: x"},
        {begun('S').uint32(9).byte(1).str(), false, "stream start 9 first"},
        {begun('S').uint32(9).byte(0).str(), false, "stream start 9"},
        {begun('E').str(), true, "stream stop"},
        {begun('c').uint32(9).byte(0).uint64(1).uint64(2).uint64(3).str(), false,
         "stream commit 9 at 0/1 end 0/2 time 3"},
        {begun('A').uint32(9).uint32(10).str(), false, "stream abort 10 of 9"},
    };
    return list;
}

PgoutputDecoder decoder_for(bool in_stream, PgoutputOptions options = {}) {
    PgoutputDecoder decoder(options);
    if (in_stream) {
        decoder.enter_stream();
    }
    return decoder;
}

std::string decoded(std::string_view bytes, bool in_stream = false, PgoutputOptions options = {}) {
    auto decoder = decoder_for(in_stream, options);
    return tests::told(decoder.decode(bytes));
}

/// What the decoder says is wrong with the bytes, which lie in memory that ends where they end, so
/// that AddressSanitizer sees what reads on.
std::string refusal(std::string_view bytes, bool in_stream = false, PgoutputOptions options = {}) {
    auto const exact = std::make_unique<char[]>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), exact.get());
    try {
        return "decoded: " + decoded({exact.get(), bytes.size()}, in_stream, options);
    } catch (DecodeError const& error) {
        CHECK_LE(error.offset(), bytes.size());
        return error.what();
    }
}

TEST_CASE("each message of protocol 1 and 2 is decoded") {
    for (Example const& example : examples()) {
        CHECK_EQ(decoded(example.bytes, example.in_stream), example.told);
    }
}

TEST_CASE("a message that ends early at any byte is refused and not read beyond") {
    for (Example const& example : examples()) {
        for (std::size_t length = 0; length < example.bytes.size(); ++length) {
            CAPTURE(example.told);
            CAPTURE(length);
            auto const why = refusal(example.bytes.substr(0, length), example.in_stream);
            bool const said = why.ends_with("found the end") ||
                              why.find("the message has room for") != std::string::npos;
            CHECK_MESSAGE(said, why);
        }
    }
}

TEST_CASE("a byte more than the message needs is refused") {
    for (Example const& example : examples()) {
        CAPTURE(example.told);
        CHECK_NE(refusal(example.bytes + "x", example.in_stream).find("the end of the message"),
                 std::string::npos);
    }
}

TEST_CASE("an error names the message, the byte, and what was expected") {
    auto const insert = begun('I').uint32(16385).letter('N').uint16(1).letter('x').str();
    CHECK_EQ(refusal(insert),
             "pgoutput: Insert, byte 8 of 9: expected a value's kind (n, u, t or b), found \"x\"");
    CHECK_EQ(refusal("B"),
             "pgoutput: Begin, byte 1 of 1: expected the commit's LSN, found the end");
    CHECK_EQ(refusal(""), "pgoutput, byte 0 of 0: expected a message, found the end");
}

TEST_CASE("what no message may hold is refused") {
    auto const refused = [](WireBytes const& bytes, std::string_view expected,
                            bool in_stream = false) {
        CHECK_NE(refusal(bytes.str(), in_stream).find(expected), std::string::npos);
    };
    refused(begun('z'), "expected a message of protocol 2, found \"z\"");
    refused(begun('b'), "expected a message of protocol 2, found \"b\"");  // Begin Prepare
    refused(begun('C').byte(1), "expected no flags");
    refused(begun('c').uint32(1).byte(1), "expected no flags");
    refused(begun('I').uint32(1).letter('K'), "expected the new row (N), found \"K\"");
    refused(begun('U').uint32(1).letter('X'), "expected the old key (K), the old row (O) or");
    refused(begun('U').uint32(1).letter('K').uint16(0).letter('K'), "expected the new row (N)");
    refused(begun('D').uint32(1).letter('N'), "expected the old key (K) or the old row (O)");
    refused(begun('T').uint32(1).byte(4), "expected the options of TRUNCATE (0 to 3)");
    refused(begun('M').byte(2), "expected the message's flags (0 or 1)");
    refused(begun('S').uint32(1).byte(2), "expected whether it is the first part (0 or 1)");
    refused(begun('R').uint32(1).text("s").text("t").letter('x'), "expected the replica identity");
    refused(
        begun('R').uint32(1).text("s").text("t").letter('d').uint16(1).byte(2).bytes("012345678"),
        "expected a column's flags (0 or 1)");
}

TEST_CASE("numbers that promise more than the message holds are refused before room is made") {
    CHECK_NE(refusal(begun('I').uint32(1).letter('N').uint16(0xFFFF).letter('n').str())
                 .find("byte 6 of 9: expected a number of columns that the message has room for"),
             std::string::npos);
    CHECK_NE(refusal(begun('T').uint32(0xFFFF'FFFF).byte(0).uint32(1).str())
                 .find("expected as many relations as the message has room for"),
             std::string::npos);
    CHECK_NE(refusal(begun('R').uint32(1).text("s").text("t").letter('d').uint16(0x7FFF).str())
                 .find("expected a number of columns that the message has room for"),
             std::string::npos);
    CHECK_NE(
        refusal(begun('I').uint32(1).letter('N').uint16(1).letter('t').uint32(0xFFFF'FFFF).str())
            .find("expected a value as long as it says"),
        std::string::npos);
}

TEST_CASE("binary values are refused unless they were asked for") {
    auto const bytes =
        begun('I').uint32(1).letter('N').uint16(1).letter('b').uint32(2).bytes("\xAB\xCD").str();
    CHECK_NE(refusal(bytes).find("expected a value as text, as was asked for"), std::string::npos);
    CHECK_EQ(decoded(bytes, false, {.binary = true}), "insert 1 -> x:abcd");
}

TEST_CASE("protocol 1 knows no streams") {
    for (auto const& start : {begun('S').uint32(9).byte(1), begun('A').uint32(9).uint32(9)}) {
        CHECK_NE(refusal(start.str(), false, {.protocol = 1}).find("a message of protocol 1"),
                 std::string::npos);
    }
}

TEST_CASE("within a stream, between Stream Start and Stop, messages say whose they are") {
    PgoutputDecoder decoder;
    auto const plain = begun('I').uint32(1).letter('N').uint16(0).str();
    auto const streamed = begun('I').uint32(9).uint32(1).letter('N').uint16(0).str();
    CHECK_EQ(tests::told(decoder.decode(plain)), "insert 1 -> ");
    decoder.decode(begun('S').uint32(9).byte(1).str());
    CHECK_EQ(tests::told(decoder.decode(streamed)), "insert 1 of 9 -> ");
    CHECK_THROWS_AS(decoder.decode(begun('S').uint32(10).byte(1).str()), DecodeError);
    CHECK_THROWS_AS(decoder.decode(begun('B').uint64(1).uint64(1).uint32(1).str()), DecodeError);
    CHECK(decoder.in_stream());
    decoder.decode("E");
    CHECK_THROWS_AS(decoder.decode("E"), DecodeError);
    CHECK_EQ(tests::told(decoder.decode(plain)), "insert 1 -> ");
}

TEST_CASE("a message that is refused does not begin or end a stream") {
    PgoutputDecoder decoder;
    CHECK_THROWS_AS(decoder.decode("S"), DecodeError);
    CHECK_FALSE(decoder.in_stream());
    decoder.enter_stream();
    CHECK_THROWS_AS(decoder.decode("Ex"), DecodeError);
    CHECK(decoder.in_stream());
}

TEST_CASE("values lie in the bytes that were decoded") {
    auto const bytes =
        begun('I').uint32(1).letter('N').uint16(1).letter('t').uint32(3).bytes("abc").str();
    PgoutputDecoder decoder;
    auto const message = decoder.decode(bytes);
    CHECK_EQ(std::get<Insert>(message).row[0].bytes.data(), bytes.data() + bytes.size() - 3);
}

}  // namespace
}  // namespace lockstep::relay
