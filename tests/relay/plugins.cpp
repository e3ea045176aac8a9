#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "relay/transactions.hpp"
#include "relay/wal2json.hpp"
#include "support/pgoutput_writer.hpp"
#include "support/relay_story.hpp"

namespace lockstep::relay {
namespace {

Cell text(std::string_view value) {
    return {Cell::Kind::text, value};
}

/// A transaction that does a bit of all, as pgoutput tells it.
std::vector<std::string> by_pgoutput() {
    std::array const columns{RelationColumn{"id", 23, -1, true}, RelationColumn{"body", 25},
                             RelationColumn{"n", 1700}};
    std::array const one{text("1"), text("größe"), text("10.50")};
    std::array const kept{text("1"), Cell{Cell::Kind::unchanged}, Cell{}};
    std::array const key{text("1"), Cell{}, Cell{}};
    std::array const two{text("2"), text(""), text("0.0")};
    std::array const two_key{text("2"), Cell{}, Cell{}};
    std::array<Oid, 1> const tables{16385};
    std::vector<Message> const messages{
        Begin{{0x10}, {7}, 747},
        RelationMessage{0, 16385, "public", "t", 'd', false, columns},
        Insert{0, 16385, one},
        Update{0, 16385, Before::nothing, {}, kept},
        Update{0, 16385, Before::key, key, two},
        Delete{0, 16385, Before::key, two_key},
        LogicalMessage{0, true, {9}, "lockstep", "v2"},
        Truncate{0, false, false, tables},
        Commit{{0x10}, {0x18}, {7}}};
    std::vector<std::string> bytes;
    for (auto const& message : messages) {
        bytes.push_back(tests::pgoutput_bytes(message));
    }
    return bytes;
}

/// The same as wal2json tells it.
std::vector<std::string> by_wal2json() {
    std::string const when =
        R"("xid":747,"timestamp":"2000-01-01 00:00:00.000007+00","lsn":"0/10")";
    std::string const table = when + R"(,"schema":"public","table":"t")";
    std::string const key = R"("pk":[{"name":"id","typeoid":23}])";
    auto const id = [](std::string const& list, std::string const& value) {
        return '"' + list + R"(":[{"name":"id","typeoid":23,"value":)" + value + "}";
    };
    auto const rest = [](std::string const& body, std::string const& n) {
        return R"(,{"name":"body","typeoid":25,"value":)" + body +
               R"(},{"name":"n","typeoid":1700,"value":)" + n + "}]";
    };
    return {
        R"({"action":"B",)" + when + R"(,"nextlsn":"0/18"})",
        R"({"action":"I",)" + table + "," + id("columns", "1") + rest(R"("gr\u00f6ße")", "10.50") +
            "," + key + "}",
        R"({"action":"U",)" + table + "," + id("columns", "1") +
            R"(,{"name":"n","typeoid":1700,"value":null}],)" + id("identity", "1") + "]," + key +
            "}",
        R"({"action":"U",)" + table + "," + id("columns", "2") + rest(R"("")", "0.0") + "," +
            id("identity", "1") + "]," + key + "}",
        R"({"action":"D",)" + table + "," + id("identity", "2") + "]," + key + "}",
        R"({"action":"M",)" + when + R"(,"transactional":true,"prefix":"lockstep","content":"v2"})",
        R"({"action":"T",)" + table + "}",
        R"({"action":"C",)" + when + R"(,"nextlsn":"0/18"})"};
}

TEST_CASE("both plugins tell the same story") {
    Relations relations;
    tests::MemorySpill spill;
    tests::Story pgoutput;
    Transactions of_pgoutput(relations, spill, pgoutput);
    PgoutputDecoder bytes_decoder;
    for (auto const& bytes : by_pgoutput()) {
        of_pgoutput.take(bytes_decoder.decode(bytes), bytes);
    }
    Relations other_relations;
    tests::Story wal2json;
    Transactions of_wal2json(other_relations, spill, wal2json);
    Wal2jsonDecoder line_decoder;
    for (auto const& line : by_wal2json()) {
        for (auto const& message : line_decoder.decode(line)) {
            of_wal2json.take(message, line);
        }
    }
    CHECK_EQ(wal2json.lines, pgoutput.lines);
    CHECK_EQ(pgoutput.lines.size(), 9);
}

}  // namespace
}  // namespace lockstep::relay
