#include "relay/pgoutput.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "relay/json_rows.hpp"
#include "relay/transactions.hpp"
#include "support/relay_slot.hpp"
#include "support/relay_story.hpp"
#include "support/scratch.hpp"

namespace lockstep::relay {
namespace {

using tests::make_slot;
using tests::messages_of;
using tests::show;
using tests::Story;
using tests::TestDatabase;

/// Keeps the rows that were inserted: each as its values and as JSON.
struct Inserted : Story {
    std::vector<std::vector<std::optional<std::string>>> rows;
    std::vector<std::string> objects;

    void row(RowChange const& change) override {
        auto& row = rows.emplace_back();
        for (auto const& cell : change.row) {
            row.push_back(cell.kind == Cell::Kind::text ? std::optional(std::string(cell.bytes))
                                                        : std::nullopt);
        }
        JsonRows(*change.relation).append(objects.emplace_back(), change.row);
    }
};

constexpr std::string_view zoo = R"(
CREATE TYPE mood AS ENUM ('so so', 'it''s "fine"');
CREATE DOMAIN percent AS numeric(5,2) CHECK (VALUE <= 100);
CREATE TYPE pair AS (a int, b text);
CREATE TABLE zoo (
    id int PRIMARY KEY, small int2, big int8, oid_ oid, num numeric, scaled numeric(10,2),
    f4 float4, f8 float8, cash money, flag bool, txt text, padded char(5), varying_ varchar(9),
    raw bytea, d date, t time, tz timetz, ts timestamp, tstz timestamptz, span interval, u uuid,
    js json, jb jsonb, ints int[], texts text[], feeling mood, part percent, both_ pair, r int4range,
    m int4multirange, net inet, mac macaddr, bits bit(3), vbits varbit, x xml, p point, box_ box,
    search tsvector, lsn pg_lsn);
CREATE PUBLICATION p FOR TABLE zoo;
)";

constexpr std::string_view animals = R"(
INSERT INTO zoo (id) VALUES (0);
INSERT INTO zoo VALUES (1, -32768, 9223372036854775807, 4294967295, 10.50, -0.10,
    1e-05, 1e+300, 12.34, true, E'a\tb"c\\d\x01 größe 😀', 'ab', 'x', '\x00ff', '2026-11-22',
    '24:00', '23:59:59.999999+05:30', '0044-03-15 BC', '2026-11-22 00:41:07.120034+01',
    '-1 year 2 days 03:04:05.000006', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"b":1.50, "b": 2 }',
    '{"a": [1.50, null, "\u00e9"]}', '{1,NULL,-3}', '{"a,b",NULL,"NULL",""}', 'it''s "fine"', 99.90,
    '(1,"a ""b""")', '[1,5)', '{[1,3),[5,8)}', '10.0.0.1/8', '08:00:2b:01:02:03', '101', '1', '<a>&amp;</a>',
    '(1.5,-2)', '(1,1),(0,0)', 'fat & rat', '16/B374D848');
INSERT INTO zoo (id, num, f4, f8, d, ts, tstz, js, jb, r, ints, txt) VALUES (2, 'NaN', 'NaN', '-Infinity',
    'infinity', '-infinity', '10000-01-01 00:00+00', '"\u0000"', 'null', 'empty', '{}', '');
INSERT INTO zoo (id, num, f8, js, txt) VALUES (3, repeat('9', 1000)::numeric / 8, '-0', '[1e100000]',
    repeat('x', 300000));
INSERT INTO zoo (id, num, f4, js) VALUES (4, '-Infinity', 'Infinity', '{"a":"\ud800"}');
)";

TEST_CASE("values come as the server prints them, for a zoo of types") {
    TestDatabase database(zoo);
    make_slot(database, "relay_zoo");
    database.run(animals);
    Inserted inserted;
    show(messages_of(database, "relay_zoo", 1), 1, inserted);

    auto const rows = database.connection().query(sql("SELECT * FROM zoo ORDER BY id"));
    REQUIRE_EQ(inserted.rows.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        REQUIRE_EQ(inserted.rows[i].size(), rows.columns());
        for (std::size_t column = 0; column < rows.columns(); ++column) {
            CAPTURE(rows.column_name(column));
            auto const& value = inserted.rows[i][column];
            CHECK_EQ(!value, rows.is_null(i, column));
            CHECK_EQ(value.value_or(""), rows.cell(i, column));
        }
    }
}

TEST_CASE("jsonb takes the rows and gives back each value's text") {
    TestDatabase database(zoo);
    make_slot(database, "relay_zoo_json");
    database.run(animals);
    Inserted inserted;
    show(messages_of(database, "relay_zoo_json", 1), 1, inserted);

    auto& connection = database.connection();
    auto const columns = connection.query(
        sql("SELECT attname FROM pg_attribute WHERE attrelid = 'zoo'::regclass AND attnum > 0"));
    REQUIRE_EQ(inserted.objects.size(), 5);
    for (std::size_t i = 0; i < inserted.objects.size(); ++i) {
        auto const id = std::to_string(i);
        for (std::size_t column = 0; column < columns.size(); ++column) {
            auto const name = columns.cell(column, 0);
            CAPTURE(name);
            // format prints char(n) with its blanks, ::text prints a boolean as JSON does; what is
            // embedded comes back as jsonb prints it.
            auto const same = connection.query(
                sql("SELECT given = format('%s', {}) OR given = {}::text"
                    " OR given = CASE WHEN pg_typeof({}) IN ('json', 'jsonb')"
                    " THEN ($1::jsonb -> $2)::text END"
                    " OR (given IS NULL AND ({} IS NULL OR {}::text = 'null'))"
                    " FROM (SELECT $1::jsonb ->> $2 AS given) AS it, zoo WHERE id = $3::int",
                    ident(name), ident(name), ident(name), ident(name), ident(name)),
                std::array{pg::Parameter(inserted.objects[i]), pg::Parameter(name),
                           pg::Parameter(id)});
            CHECK_EQ(same.cell(0, 0), "t");
        }
    }
}

constexpr std::string_view changes = R"(
CREATE TABLE t (id int PRIMARY KEY, body text, big text);
ALTER TABLE t ALTER big SET STORAGE EXTERNAL;
CREATE TABLE whole (id int, body text);
ALTER TABLE whole REPLICA IDENTITY FULL;
CREATE PUBLICATION p FOR TABLE t, whole;
)";

TEST_CASE("rows changed and removed, truncates, messages and changes of a table are told") {
    TestDatabase database(changes);
    make_slot(database, "relay_changes");
    database.run("INSERT INTO t VALUES (1, 'a', repeat('x', 5000))");
    database.run("UPDATE t SET body = 'b'");
    database.run("UPDATE t SET id = 2, body = NULL");
    database.run("INSERT INTO whole VALUES (1, 'a')");
    database.run("UPDATE whole SET body = 'b'");
    database.run("DELETE FROM whole");
    database.run("SELECT pg_logical_emit_message(true, 'lockstep', 'v2')");
    database.run("ALTER TABLE t ADD n int; DELETE FROM t; TRUNCATE t, whole RESTART IDENTITY");
    Story story;
    show(messages_of(database, "relay_changes", 1), 1, story);
    std::vector<std::string> told;
    for (auto const& line : story.lines) {
        if (!line.starts_with("begin") && !line.starts_with("commit")) {
            told.push_back(line);
        }
    }
    CHECK_EQ(
        told,
        std::vector<std::string>{
            "relation public.t first: id body big", "insert t -> 1, a, " + std::string(5000, 'x'),
            "update t -> 1, b, ~", "update t (key 1, null, null) -> 2, null, ~",
            "relation public.whole first: id body", "insert whole -> 1, a",
            "update whole (old 1, a) -> 1, b", "delete whole (old 1, b) -> ",
            "message lockstep: v2", "relation public.t changed: id body big n (3 before)",
            "delete t (key 2, null, null, null) -> ", "truncate t whole restart"});
}

/// Two large transactions of which one is undone, savepoints, and a small one in between.
void write_large_and_small(TestDatabase& database) {
    pg::Connection large(database.url());
    pg::Connection undone(database.url());
    auto const fill = [](pg::Connection& connection, std::string_view body) {
        connection.query(
            sql("INSERT INTO whole SELECT i, $1 || i FROM generate_series(1, 3000) AS i"),
            std::array{pg::Parameter(body)});
    };
    large.execute(sql("SET synchronous_commit = on"));
    large.execute(sql("BEGIN"));
    undone.execute(sql("BEGIN"));
    fill(large, "first");
    fill(undone, "never");
    database.run("INSERT INTO t VALUES (1, 'small')");
    large.execute(sql("SAVEPOINT a"));
    fill(large, "undone");
    large.execute(sql("SAVEPOINT b"));
    fill(large, "undone, too");
    undone.execute(sql("ROLLBACK"));
    large.execute(sql("ROLLBACK TO a; SAVEPOINT c; ALTER TABLE whole ADD n int"));
    fill(large, "second");
    large.execute(sql("RELEASE c; SELECT pg_logical_emit_message(true, 'lockstep', 'v3')"));
    database.run("UPDATE t SET body = 'small again'");
    large.execute(sql("UPDATE whole SET n = id WHERE id <= 2; COMMIT"));
}

TEST_CASE("transactions that are streamed before they end tell the same as in protocol 1") {
    TestDatabase database(changes);
    make_slot(database, "relay_plain");
    make_slot(database, "relay_streamed");
    write_large_and_small(database);
    Story plain;
    CHECK_EQ(show(messages_of(database, "relay_plain", 1), 1, plain), 0);
    database.run("SET logical_decoding_work_mem = '64kB'");
    auto const messages = messages_of(database, "relay_streamed", 2);
    Story streamed;
    CHECK_GT(show(messages, 2, streamed), 10);
    CHECK_EQ(streamed.lines.size(), plain.lines.size());
    CHECK(streamed.lines == plain.lines);
    // 2 small transactions and the large one: 2 × 3,000 rows, 4 updates (each id is there twice).
    CHECK_EQ(plain.lines.size(), 2 * 3 + 1 + 2 + 1 + 1 + 6'000 + 1 + 4);
    for (auto const& line : plain.lines) {
        REQUIRE_EQ(line.find("undone"), std::string::npos);
        REQUIRE_EQ(line.find("never"), std::string::npos);
    }
}

TEST_CASE(
    "a message undone with its savepoint is told in a stream all the same: the server says so") {
    TestDatabase database(changes);
    make_slot(database, "relay_undone");
    make_slot(database, "relay_undone_streamed");
    database.run(
        "BEGIN; SAVEPOINT a; SELECT pg_logical_emit_message(true, 'lockstep', 'undone');"
        "INSERT INTO whole SELECT i, 'undone' FROM generate_series(1, 3000) AS i; ROLLBACK TO a;"
        "INSERT INTO whole SELECT i, 'kept' FROM generate_series(1, 3000) AS i; COMMIT");
    Story plain;
    show(messages_of(database, "relay_undone", 1), 1, plain);
    database.run("SET logical_decoding_work_mem = '64kB'");
    Story streamed;
    show(messages_of(database, "relay_undone_streamed", 2), 2, streamed);
    CHECK_EQ(plain.lines.size(), 3'003);
    CHECK_EQ(std::erase(streamed.lines, "message lockstep: undone"), 1);
    CHECK(streamed.lines == plain.lines);
}

}  // namespace
}  // namespace lockstep::relay
