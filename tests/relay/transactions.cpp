#include "relay/transactions.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "relay/decode_error.hpp"
#include "support/pgoutput_writer.hpp"
#include "support/relay_story.hpp"

namespace lockstep::relay {
namespace {

using Lines = std::vector<std::string>;

/// A stream as the server sends it, through decoder and assembler.
class Stream {
public:
    Stream& send(Message const& message) {
        auto const bytes = tests::pgoutput_bytes(message, decoder_.in_stream());
        transactions.take(decoder_.decode(bytes), bytes);
        return *this;
    }

    Stream& begin(Xid xid, std::uint64_t at) { return send(Begin{{at}, {70}, xid}); }
    Stream& commit(std::uint64_t at) { return send(Commit{{at}, {at + 8}, {70}}); }
    Stream& table(Oid oid, std::vector<RelationColumn> columns, Xid xid = 0) {
        return send(
            RelationMessage{xid, oid, "public", "t" + std::string(oid, '\''), 'd', false, columns});
    }
    Stream& insert(Oid oid, std::string_view value, Xid xid = 0) {
        std::array const cells{Cell{Cell::Kind::text, value}};
        return send(Insert{xid, oid, cells});
    }
    Stream& start(Xid xid, bool first) { return send(StreamStart{xid, first}); }
    Stream& stop() { return send(StreamStop{}); }
    Stream& abort(Xid xid, Xid subxid) { return send(StreamAbort{xid, subxid}); }
    Stream& stream_commit(Xid xid, std::uint64_t at) {
        return send(StreamCommit{xid, {at}, {at + 8}, {70}});
    }

    Lines told() { return std::exchange(story.lines, {}); }

    Relations relations;
    tests::MemorySpill spill;
    tests::Story story;
    Transactions transactions{relations, spill, story};

private:
    PgoutputDecoder decoder_;
};

std::vector<RelationColumn> const one_column{{"id", 23, -1, true}};

TEST_CASE("a transaction is shown whole, with where it commits and where it ends") {
    Stream stream;
    stream.begin(7, 0x10).table(1, one_column).insert(1, "5").commit(0x10);
    CHECK_EQ(stream.told(), Lines{"begin 7 at 0/10 time 70", "relation public.t' first: id",
                                  "insert t' -> 5", "commit 7 at 0/10 end 0/18 time 70"});
    CHECK(stream.transactions.between_transactions());
}

TEST_CASE("old rows, truncates and messages are shown with their relations") {
    Stream stream;
    stream.begin(7, 0x10).table(1, one_column).table(2, one_column);
    std::array const five{Cell{Cell::Kind::text, "5"}};
    std::array const six{Cell{Cell::Kind::text, "6"}};
    std::array<Oid, 2> const both{1, 2};
    stream.send(Origin{{3}, "there"}).send(Update{0, 1, Before::key, five, six});
    stream.send(Delete{0, 1, Before::full, six}).send(Truncate{0, true, true, both});
    stream.send(LogicalMessage{0, true, {9}, "lockstep", "v2"}).commit(0x10);
    auto const told = stream.told();
    CHECK_EQ(Lines(told.begin() + 3, told.end() - 1),
             Lines{"origin there at 0/3", "update t' (key 5) -> 6", "delete t' (old 6) -> ",
                   "truncate t' t'' cascade restart", "message lockstep: v2"});
}

TEST_CASE("a table that looks another way is told before its next row, and only then") {
    Stream stream;
    stream.begin(7, 0x10).table(1, one_column).insert(1, "5").commit(0x10).told();
    stream.begin(8, 0x20).table(1, one_column).insert(1, "6").commit(0x20);
    CHECK_EQ(stream.told(), Lines{"begin 8 at 0/20 time 70", "insert t' -> 6",
                                  "commit 8 at 0/20 end 0/28 time 70"});
    stream.begin(9, 0x30).table(1, {{"id", 20, -1, true}}).insert(1, "7").commit(0x30);
    CHECK_EQ(stream.told()[1], "relation public.t' changed: id (1 before)");
}

TEST_CASE("streamed transactions alternate, and are shown in the order of their commits") {
    Stream stream;
    stream.start(7, true).table(1, one_column, 7).insert(1, "a", 7).stop();
    stream.start(8, true).table(2, one_column, 8).insert(2, "x", 8).stop();
    stream.begin(9, 0x10).table(3, one_column).insert(3, "small").commit(0x10);
    stream.start(7, false).insert(1, "b", 7).stop();
    CHECK_EQ(stream.told().size(), 4);
    CHECK_EQ(stream.transactions.put_by(), 2);
    CHECK(stream.transactions.between_transactions());
    stream.stream_commit(8, 0x20).stream_commit(7, 0x30);
    CHECK_EQ(stream.told(),
             Lines{"begin 8 at 0/20 time 70", "relation public.t'' first: id", "insert t'' -> x",
                   "commit 8 at 0/20 end 0/28 time 70", "begin 7 at 0/30 time 70",
                   "relation public.t' first: id", "insert t' -> a", "insert t' -> b",
                   "commit 7 at 0/30 end 0/38 time 70"});
    CHECK(stream.spill.messages.empty());
    CHECK_EQ(stream.transactions.put_by(), 0);
}

TEST_CASE("what a subtransaction wrote that was undone is left out") {
    Stream stream;
    stream.start(7, true).table(1, one_column, 7).insert(1, "kept", 7).insert(1, "undone", 8);
    stream.insert(1, "deeper", 9).insert(1, "sub kept", 10).stop();
    stream.abort(7, 9).abort(7, 8);
    stream.start(7, false).insert(1, "after", 7).insert(1, "sub after", 11).stop();
    stream.stream_commit(7, 0x30);
    auto const told = stream.told();
    CHECK_EQ(Lines(told.begin() + 2, told.end() - 1),
             Lines{"insert t' -> kept", "insert t' -> sub kept", "insert t' -> after",
                   "insert t' -> sub after"});
}

TEST_CASE("what an undone subtransaction said of a table is not believed") {
    Stream stream;
    stream.begin(6, 0x10).table(1, one_column).insert(1, "5").commit(0x10).told();
    stream.start(7, true).table(1, {{"renamed", 23, -1, true}}, 8).insert(1, "6", 8).stop();
    stream.abort(7, 8).start(7, false).table(1, one_column, 7).insert(1, "7", 7).stop();
    stream.stream_commit(7, 0x30);
    CHECK_EQ(stream.told(), Lines{"begin 7 at 0/30 time 70", "insert t' -> 7",
                                  "commit 7 at 0/30 end 0/38 time 70"});
}

TEST_CASE("a streamed transaction's new table definition counts from its commit on") {
    Stream stream;
    stream.begin(6, 0x10).table(1, one_column).insert(1, "5").commit(0x10).told();
    stream.start(7, true).table(1, {{"renamed", 23, -1, true}}, 7).insert(1, "6", 7).stop();
    stream.begin(8, 0x20).insert(1, "old shape").commit(0x20);
    CHECK_EQ(stream.relations.at(1)->columns[0].name, "id");
    stream.stream_commit(7, 0x30);
    CHECK_EQ(stream.told(), Lines{"begin 8 at 0/20 time 70", "insert t' -> old shape",
                                  "commit 8 at 0/20 end 0/28 time 70", "begin 7 at 0/30 time 70",
                                  "relation public.t' changed: renamed (1 before)",
                                  "insert t' -> 6", "commit 7 at 0/30 end 0/38 time 70"});
}

TEST_CASE("a streamed transaction that is undone leaves nothing") {
    Stream stream;
    stream.start(7, true).table(1, one_column, 7).insert(1, "a", 7).stop().abort(7, 7);
    CHECK(stream.told().empty());
    CHECK(stream.spill.messages.empty());
    CHECK_THROWS_WITH(stream.stream_commit(7, 0x30),
                      "the replication stream is out of order: a Stream Commit of transaction 7, "
                      "of which no first part came");
}

TEST_CASE("a message that is not transactional is shown at once, wherever it stands") {
    Stream stream;
    stream.send(LogicalMessage{0, false, {9}, "between", "x"});
    stream.start(7, true).send(LogicalMessage{7, false, {9}, "within", "y"});
    stream.send(LogicalMessage{7, true, {9}, "transactional", "z"}).stop();
    CHECK_EQ(stream.told(), Lines{"message between: x at once", "message within: y at once"});
    stream.stream_commit(7, 0x30);
    CHECK_EQ(stream.told()[1], "message transactional: z");
}

TEST_CASE("after a new connection what was under way comes again from its start") {
    Stream stream;
    stream.start(7, true).table(1, one_column, 7).stop();
    stream.begin(8, 0x10);
    CHECK_FALSE(stream.transactions.between_transactions());
    stream.transactions.reset();
    CHECK(stream.spill.messages.empty());
    stream.told();
    stream.start(7, true).table(1, one_column, 7).insert(1, "a", 7).stop().stream_commit(7, 0x30);
    CHECK_EQ(stream.told().size(), 4);
}

TEST_CASE("messages that do not follow one another are refused") {
    auto const refused = [](auto const& sent) {
        Stream stream;
        try {
            sent(stream);
        } catch (StreamError const& error) {
            return std::string(error.what()).substr(40);
        }
        return std::string("nothing refused");
    };
    CHECK_EQ(refused([](Stream& s) { s.insert(1, "a"); }), "an Insert outside a transaction");
    CHECK_EQ(refused([](Stream& s) { s.commit(1); }), "a Commit outside a transaction");
    CHECK_EQ(refused([](Stream& s) { s.table(1, {}); }), "a Relation outside a transaction");
    CHECK_EQ(refused([](Stream& s) { s.begin(7, 1).begin(8, 2); }),
             "transaction 8 begins within transaction 7");
    CHECK_EQ(refused([](Stream& s) { s.begin(0, 1); }), "a transaction without a number");
    CHECK_EQ(refused([](Stream& s) { s.begin(7, 1).commit(2); }),
             "transaction 7 was to commit at 0/1 and commits at 0/2");
    CHECK_EQ(refused([](Stream& s) { s.begin(7, 1).insert(1, "a"); }),
             "a row of relation 1, of which nothing was told");
    CHECK_EQ(refused([](Stream& s) { s.begin(7, 1).table(1, {}).insert(1, "a"); }),
             "a row of public.t' has 1 values; its columns are 0");
    CHECK_EQ(refused([](Stream& s) { s.begin(7, 1).start(8, true); }),
             "a part of transaction 8 begins within transaction 7");
    CHECK_EQ(refused([](Stream& s) { s.start(8, false); }),
             "a later part of transaction 8, of which no first part came");
    CHECK_EQ(refused([](Stream& s) { s.start(8, true).stop().start(8, true); }),
             "a second first part of transaction 8");
    CHECK_EQ(refused([](Stream& s) { s.abort(8, 9); }),
             "a Stream Abort of transaction 8, of which no first part came");
}

}  // namespace
}  // namespace lockstep::relay
