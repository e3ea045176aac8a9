#include "relay/wal2json.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "relay/decode_error.hpp"
#include "support/relay_story.hpp"

namespace lockstep::relay {
namespace {

using Lines = std::vector<std::string>;

Lines told(Wal2jsonDecoder& decoder, std::string const& line) {
    Lines lines;
    for (auto const& message : decoder.decode(line)) {
        lines.push_back(tests::told(message));
    }
    return lines;
}

Lines told(std::string const& line) {
    Wal2jsonDecoder decoder;
    return told(decoder, line);
}

std::string refusal(std::string_view line) {
    auto const exact = std::make_unique<char[]>(line.size());
    std::copy(line.begin(), line.end(), exact.get());
    try {
        Wal2jsonDecoder().decode({exact.get(), line.size()});
        return "decoded";
    } catch (DecodeError const& error) {
        return error.what();
    }
}

/// A line of table public.t: columns and the like as JSON, a column as `name:type:value`.
std::string row_line(char action, std::string const& rest) {
    return std::string(R"({"action":")") + action +
           R"(","xid":747,"timestamp":"2000-01-01 00:00:00+00","lsn":"0/10",)"
           R"("schema":"public","table":"t",)" +
           rest + "}";
}

std::string column(std::string const& name, int type, std::string const& value) {
    return R"({"name":")" + name + R"(","typeoid":)" + std::to_string(type) + R"(,"value":)" +
           value + "}";
}

std::string const key = R"("pk":[{"name":"id","typeoid":23}])";
std::string const insert_line = row_line(
    'I', R"("columns":[)" + column("id", 23, "1") + "," + column("body", 25, "\"x\"") + "]," + key);
std::string const relation_line = "relation 1 public.t identity ?: *id 23(-1) body 25(-1)";

TEST_CASE("begin and commit have transaction, time and both LSNs") {
    auto const line = [](std::string const& action) {
        return R"({"action":")" + action +
               R"(","xid":747,"timestamp":"2000-01-01 00:00:00.000007+00",)"
               R"("lsn":"0/16B3748","nextlsn":"0/16B3778"})";
    };
    CHECK_EQ(told(line("B")), Lines{"begin 747 at 0/16B3748 time 7"});
    CHECK_EQ(told(line("C")), Lines{"commit at 0/16B3748 end 0/16B3778 time 7"});
}

TEST_CASE("a table is told before its first row, and then no more") {
    Wal2jsonDecoder decoder;
    CHECK_EQ(told(decoder, insert_line), Lines{relation_line, "insert 1 -> 1, x"});
    CHECK_EQ(told(decoder, insert_line), Lines{"insert 1 -> 1, x"});
}

TEST_CASE("values have the text that the type's output function prints") {
    auto const value = [](int type, std::string const& json) {
        auto const line = row_line('I', R"("columns":[)" + column("v", type, json) + "]");
        return told(line).back().substr(12);
    };
    CHECK_EQ(value(1700, "10.50"), "10.50");
    CHECK_EQ(value(1700, "123456789012345678901234567890.000"),
             "123456789012345678901234567890.000");
    CHECK_EQ(value(1700, R"("NaN")"), "NaN");
    CHECK_EQ(value(1700, "null"), "null");
    CHECK_EQ(value(20, "9223372036854775807"), "9223372036854775807");
    CHECK_EQ(value(701, "-0"), "-0");
    CHECK_EQ(value(701, "1e-05"), "1e-05");
    CHECK_EQ(value(701, "1e+300"), "1e+300");
    CHECK_EQ(value(16, "true"), "t");
    CHECK_EQ(value(16, "false"), "f");
    CHECK_EQ(value(25, "null"), "null");
    CHECK_EQ(value(25, R"("a\"b\\c\n\u00e9\ud83d\ude00é")"), "a\"b\\c\né😀é");
    CHECK_EQ(value(17, R"("00ff")"), "\\x00ff");
    CHECK_EQ(value(17, R"("")"), "\\x");
    CHECK_EQ(value(-2, R"("of a type above 2^31")"), "of a type above 2^31");
}

TEST_CASE("an update's large value that is left out was not changed") {
    Wal2jsonDecoder decoder;
    told(decoder, insert_line);
    auto const update = row_line('U', R"("columns":[)" + column("id", 23, "1") +
                                          R"(],"identity":[)" + column("id", 23, "1") + "]," + key);
    CHECK_EQ(told(decoder, update), Lines{"update 1 -> 1, ~"});
}

TEST_CASE("an update names the old key only when it has changed, the old row always") {
    Wal2jsonDecoder decoder;
    told(decoder, insert_line);
    auto const update = [](std::string const& identity) {
        return row_line('U', R"("columns":[)" + column("id", 23, "2") + "," +
                                 column("body", 25, "\"y\"") + R"(],"identity":[)" + identity +
                                 "]," + key);
    };
    CHECK_EQ(told(decoder, update(column("id", 23, "2"))), Lines{"update 1 -> 2, y"});
    CHECK_EQ(told(decoder, update(column("id", 23, "1"))), Lines{"update 1 (key 1, null) -> 2, y"});
    CHECK_EQ(told(decoder, update(column("id", 23, "2") + "," + column("body", 25, "\"x\""))),
             Lines{"update 1 (old 2, x) -> 2, y"});
}

TEST_CASE("a delete has the old key, or the old row") {
    Wal2jsonDecoder decoder;
    told(decoder, insert_line);
    auto const remove = [](std::string const& identity) {
        return row_line('D', R"("identity":[)" + identity + "]," + key);
    };
    CHECK_EQ(told(decoder, remove(column("id", 23, "1"))), Lines{"delete 1 (key 1, null)"});
    CHECK_EQ(told(decoder, remove(column("id", 23, "1") + "," + column("body", 25, "\"x\""))),
             Lines{"delete 1 (old 1, x)"});
}

TEST_CASE("a table first met at an update or delete is known in part, until an insert") {
    Wal2jsonDecoder decoder;
    auto const remove = row_line('D', R"("identity":[)" + column("id", 23, "1") + "]," + key);
    CHECK_EQ(told(decoder, remove),
             Lines{"relation 1 public.t identity ? in part: *id 23(-1)", "delete 1 (key 1)"});
    CHECK_EQ(told(decoder, insert_line), Lines{relation_line, "insert 1 -> 1, x"});
}

TEST_CASE("an old row shows the columns that an update leaves out") {
    auto const update =
        row_line('U', R"("columns":[)" + column("id", 23, "1") + R"(],"identity":[)" +
                          column("id", 23, "1") + "," + column("body", 25, "\"x\"") + "]," + key);
    CHECK_EQ(told(update), Lines{"relation 1 public.t identity ? in part: *id 23(-1) body 25(-1)",
                                 "update 1 (old 1, x) -> 1, ~"});
}

TEST_CASE("a column more, fewer, renamed or of another type is told before the row") {
    auto const after = [](std::string const& columns) {
        Wal2jsonDecoder decoder;
        told(decoder, insert_line);
        return told(decoder, row_line('I', R"("columns":[)" + columns + "]," + key)).front();
    };
    std::string const start = "relation 1 public.t identity ?: *id ";
    CHECK_EQ(after(column("id", 23, "1") + "," + column("body", 25, "\"x\"") + "," +
                   column("n", 23, "1")),
             start + "23(-1) body 25(-1) n 23(-1)");
    CHECK_EQ(after(column("id", 23, "1")), start + "23(-1)");
    CHECK_EQ(after(column("id", 23, "1") + "," + column("text", 25, "\"x\"")),
             start + "23(-1) text 25(-1)");
    CHECK_EQ(after(column("id", 20, "1") + "," + column("body", 25, "\"x\"")),
             start + "20(-1) body 25(-1)");
}

TEST_CASE("a short value cannot be left out of an update: its column is gone") {
    Wal2jsonDecoder decoder;
    told(decoder, row_line('I', R"("columns":[)" + column("id", 23, "1") + "," +
                                    column("n", 23, "5") + "]," + key));
    auto const update = row_line('U', R"("columns":[)" + column("id", 23, "1") +
                                          R"(],"identity":[)" + column("id", 23, "1") + "]," + key);
    CHECK_EQ(told(decoder, update),
             Lines{"relation 1 public.t identity ? in part: *id 23(-1)", "update 1 -> 1"});
}

TEST_CASE("each table of a TRUNCATE comes by itself") {
    Wal2jsonDecoder decoder;
    auto const line = R"({"action":"T","xid":747,"lsn":"0/10","schema":"public","table":"t"})";
    CHECK_EQ(told(decoder, line), Lines{"relation 1 public.t identity ? in part:", "truncate: 1"});
    CHECK_EQ(told(decoder, line), Lines{"truncate: 1"});
}

TEST_CASE("a relation that was made known keeps its number, and is told only when it has changed") {
    Wal2jsonDecoder decoder;
    decoder.know({.oid = 5,
                  .schema = "public",
                  .name = "t",
                  .columns = {{"id", 23, -1, true}, {"body", 25}}});
    CHECK_EQ(told(decoder, insert_line), Lines{"insert 5 -> 1, x"});
    CHECK_EQ(told(decoder, R"({"action":"T","schema":"public","table":"u"})"),
             Lines{"relation 6 public.u identity ? in part:", "truncate: 6"});
}

TEST_CASE("a logical message has prefix and content") {
    CHECK_EQ(told(R"({"action":"M","xid":747,"lsn":"0/10","transactional":true,)"
                  R"("prefix":"lockstep","content":"v\"2"})"),
             Lines{"message transactional at 0/10 lockstep: v\"2"});
}

TEST_CASE("the order of keys does not matter") {
    CHECK_EQ(told(R"({"columns":[{"value":"00ff","typeoid":17,"name":"v"}],"table":"t",)"
                  R"("schema":"public","action":"I"})"),
             Lines{"relation 1 public.t identity ?: v 17(-1)", "insert 1 -> \\x00ff"});
}

TEST_CASE("a line that ends early at any byte is refused and not read beyond") {
    for (std::size_t length = 0; length < insert_line.size(); ++length) {
        CAPTURE(length);
        CHECK_NE(refusal(std::string_view(insert_line).substr(0, length)), "decoded");
    }
}

TEST_CASE("what is not as it must be is refused with its place") {
    CHECK_EQ(refusal("{"), "wal2json:1:2: the file ends in the middle of the document\n  {\n   ^");
    CHECK_EQ(refusal("[]"), "wal2json, byte 0 of 2: expected an object, found \"[\"");
    CHECK_EQ(refusal(R"({"action":"X"})"),
             "wal2json, byte 10 of 14: expected an action (B, C, I, U, D, T or M), found \"\"\"");
    auto const expected = [](std::string const& line) {
        auto const text = refusal(line);
        auto const at = text.find("expected ");
        return at == std::string::npos ? text : text.substr(at + 9, text.rfind(", found") - at - 9);
    };
    CHECK_EQ(expected("{}"), "\"action\"");
    CHECK_EQ(expected(R"({"action":"B"})"), "\"lsn\"");
    CHECK_EQ(expected(R"({"action":"B","action":"B"})"), "each key once");
    CHECK_EQ(expected(R"({"action":"B","unheard":1})"), "a key that was asked for");
    CHECK_EQ(expected(R"({"action":"B","xid":-1})"), "a transaction's number");
    CHECK_EQ(expected(R"({"action":"B","xid":1.5})"), "a transaction's number");
    CHECK_EQ(expected(R"({"action":"B","xid":4294967296})"), "a transaction's number");
    CHECK_EQ(expected(R"({"action":"B","lsn":"0-1"})"), "an LSN");
    CHECK_EQ(expected(R"({"action":"B","timestamp":"now"})"),
             "a time like 2026-11-22 00:41:07.120034+00");
    CHECK_EQ(expected(row_line('I', R"("columns":[{"name":"a","value":1}])")),
             "a column with \"name\" and \"typeoid\"");
    CHECK_EQ(expected(row_line('I', R"("columns":[{"name":"a","typeoid":23}])")),
             "a column's \"value\"");
    CHECK_EQ(expected(row_line('I', R"("columns":[{"name":"a","typeoid":4294967296}])")),
             "a type's OID");
    CHECK_EQ(expected(row_line('I', R"("columns":[)" + column("a", 17, "\"\\\\000\"") + "]")),
             "a bytea in hexadecimal: bytea_output must be hex");
    CHECK_EQ(expected(row_line('I', R"("columns":[)" + column("a", 23, "true") + "]")),
             "a value that is no boolean");
    CHECK_EQ(expected(row_line('I', R"("columns":[)" + column("a", 23, "[1]") + "]")), "a value");
    CHECK_EQ(expected(row_line('U', R"("columns":[)" + column("a", 23, "1") + R"(],"identity":[)" +
                                        column("b", 23, "1") + "]")),
             "columns and identity of one table");
}

}  // namespace
}  // namespace lockstep::relay
