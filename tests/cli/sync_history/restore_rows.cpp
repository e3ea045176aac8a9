// What makes a row hard to bring back: its types, large values, triggers, columns that came and
// went.
#include <doctest/doctest.h>

#include <fmt/core.h>

#include "support/history_site.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("all types come back as they were, byte for byte") {
    HistorySite site(R"(
CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE DOMAIN yes AS boolean;
CREATE TABLE t (
    id bigint PRIMARY KEY, b boolean, i2 smallint, o oid, n numeric, n2 numeric(12,4), f4 real,
    f8 float8, m money, c char(5), vc varchar(9), nm name, bt bytea, ts timestamp,
    tz timestamptz, d date, tm time, tmz timetz, iv interval, j json, jb jsonb, u uuid, ip inet,
    ci cidr, mac macaddr, bits bit(5), vb bit varying, x xml, pt point, r int4range,
    mr datemultirange, ia int[], ta text[], en mood, ea mood[], co pair, ca pair[], dom positive,
    yn yes, q "char", reg regclass, tv tsvector);
)");
    site.change(R"sql(
SET LOCAL timezone = 'America/New_York'; SET LOCAL datestyle = 'SQL, DMY';
INSERT INTO t VALUES (9223372036854775807, true, -32768, 4294967295, 'NaN', 10.5, '-0', 1e300,
    '12.50', 'ab', 'c d', 'nm', '\xdeadbeef', 'infinity', '2026-11-22 01:02:03.456789+05:30',
    '0044-03-15 BC', '24:00', '12:00+05:30', '1 mon -2 days 03:00', ' {"b": 1.50,  "b":2}',
    '{"z":[1,null]}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '10.0.0.1', '10.0.0.0/8',
    '08:00:2b:01:02:03', '10101', '1', '<a>é</a>', '(1,2.5)', '[1,5)', '{[2026-01-01,2026-02-01)}',
    '[0:1]={1,NULL}', '{"a,b","","NULL",NULL,"q\"q\\"}', 'it''s ok', '{sad,"it''s ok"}',
    '(1,"x y")', '{"(1,)","(,)"}', 7, 'f', 'q', 'pg_class', '''a'' b:2');
INSERT INTO t VALUES (2, NULL), (3, false);
UPDATE t SET co = ROW(NULL, NULL), b = false, vc = '', ta = '{}', j = 'null', n = 1e100,
    n2 = 0.0000 WHERE id = 3;
)sql");
    auto const before = site.rows("t");
    auto const position = site.position();
    site.change("DELETE FROM t");
    CHECK_EQ(site.restore({"--table", "t", "--to", position}), "");
    CHECK_EQ(site.rows("t"), before);
    auto const rows = site.position();
    CHECK_EQ(site.restore({"--table", "t", "--to", position}), "");
    CHECK_EQ(site.position(), rows);

    // And by UPDATE; the script for psql does it as well.
    site.change(
        "UPDATE t SET b = NULL, n = 1, c = 'zz', bt = NULL, tz = now(), iv = NULL, j = '1', "
        "ip = '1.2.3.4', bits = '00000', ia = NULL, en = 'sad', co = NULL, dom = 1, q = "
        "'x', tm = '00:00', x = NULL, d = NULL WHERE id <> 2");
    site.relay();
    auto const script =
        site.sync({"restore", "--table", "t", "--to", position, "--dry-run", "--format", "sql"});
    site.run(script.out);
    CHECK_EQ(site.rows("t"), before);
}

TEST_CASE("large values that updates left alone are found further back, also under an old key") {
    HistorySite site(
        "CREATE TABLE docs (id int PRIMARY KEY, n int, body text); ALTER TABLE docs "
        "ALTER body SET STORAGE EXTERNAL");
    site.change("INSERT INTO docs VALUES (1, 0, repeat('a', 10000)), (2, 0, repeat('b', 10000))");
    for (int i = 1; i <= 3; ++i) {
        site.change(fmt::format("UPDATE docs SET n = {}", i));
    }
    site.change("UPDATE docs SET id = 20 WHERE id = 2");
    site.change("UPDATE docs SET id = 30, n = 4 WHERE id = 20");
    auto const position = site.position();
    auto const before = site.rows("docs");
    CHECK_EQ(
        site.value("SELECT count(*) FROM lockstep.change_history WHERE metadata ? 'unchanged'"),
        "8");
    site.change("DELETE FROM docs");
    CHECK_EQ(site.restore({"--table", "docs", "--to", position}), "");
    CHECK_EQ(site.rows("docs"), before);
}

TEST_CASE("a large value that the history never told stays as it is") {
    CareSite site(
        "CREATE TABLE docs (id int PRIMARY KEY, n int, body text); ALTER TABLE docs ALTER "
        "body SET STORAGE EXTERNAL; INSERT INTO docs VALUES (1, 0, repeat('a', 10000))");
    CHECK_EQ(site.sync({"setup"}).exit_code, 0);
    site.run("UPDATE docs SET n = 1");
    site.run("UPDATE docs SET n = 2");
    CHECK_EQ(site.sync({"serve", "--once"}).exit_code, 0);
    auto const outcome = site.sync({"restore", "--table", "docs", "--to", "2", "--yes"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_MESSAGE(holds(outcome.out, "what body was in 1 row is not told"), outcome.out);
    CHECK_EQ(site.value("SELECT n || left(body, 1) FROM docs"), "1a");
}

TEST_CASE("with the whole old row told, rows older than the history come back, too") {
    CareSite site(
        "CREATE TABLE items (id int PRIMARY KEY, name text); ALTER TABLE items REPLICA "
        "IDENTITY FULL; INSERT INTO items VALUES (1, 'a'), (2, 'b')");
    CHECK_EQ(site.sync({"setup"}).exit_code, 0);
    site.run("UPDATE items SET name = 'x' WHERE id = 1; DELETE FROM items WHERE id = 2");
    CHECK_EQ(site.sync({"serve", "--once"}).exit_code, 0);
    CHECK_EQ(site.sync({"restore", "--table", "items", "--to", "0", "--yes"}).exit_code, 0);
    CHECK_EQ(site.value("SELECT string_agg(id || name, ' ' ORDER BY id) FROM items"), "1a 2b");
}

TEST_CASE("columns that came and went since: what there is is restored, the rest is said") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY, a text, gone text)");
    site.change("INSERT INTO items VALUES (1, 'a', 'g'), (2, 'b', 'h')");
    auto const position = site.position();
    site.run(
        "ALTER TABLE items DROP COLUMN gone; ALTER TABLE items ADD COLUMN fresh int DEFAULT 7");
    site.change("UPDATE items SET a = 'x', fresh = 8 WHERE id = 1; DELETE FROM items WHERE id = 2");
    site.relay();
    auto const outcome = site.sync({"restore", "--table", "items", "--to", position, "--yes"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_EQ(site.rows("items"), "(1,a,8) (2,b,7)");
    CHECK_MESSAGE(holds(outcome.out, "what fresh was in 2 rows is not told"), outcome.out);
    CHECK_MESSAGE(holds(outcome.out, "gone is no more there: its values are left out"),
                  outcome.out);
}

TEST_CASE("generated columns and identities that are always generated") {
    HistorySite site(
        "CREATE TABLE items (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, "
        "twice int GENERATED ALWAYS AS (a * 2) STORED)");
    site.change("INSERT INTO items (a) VALUES (1), (2)");
    auto const before = site.rows("items");
    auto const position = site.position();
    site.change("DELETE FROM items WHERE id = 1; UPDATE items SET a = 9");
    CHECK_EQ(site.restore({"--table", "items", "--to", position}), "");
    CHECK_EQ(site.rows("items"), before);
}

TEST_CASE("triggers fire, and what they wrote instead is said; --no-triggers holds them back") {
    HistorySite site(R"(
CREATE TABLE items (id int PRIMARY KEY, a int, changes int);
CREATE FUNCTION count_up() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.changes := coalesce(OLD.changes, 0) + 1; RETURN NEW; END $$;
CREATE TRIGGER up BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION count_up();
CREATE TRIGGER always BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION count_up();
CREATE TRIGGER off BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION count_up();
ALTER TABLE items ENABLE ALWAYS TRIGGER always, DISABLE TRIGGER off;
)");
    site.change("INSERT INTO items VALUES (1, 1, 0)");
    auto const position = site.position();
    site.change("UPDATE items SET a = 2");
    site.relay();
    auto const outcome = site.sync({"restore", "--table", "items", "--to", position, "--yes"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_MESSAGE(holds(outcome.err, "1 row is not as it was, all the same"), outcome.err);
    CHECK_EQ(site.rows("items"), "(1,1,2)");
    CHECK_EQ(site.restore({"--table", "items", "--to", position, "--no-triggers"}), "");
    CHECK_EQ(site.rows("items"), "(1,1,0)");
    CHECK_EQ(site.value("SELECT string_agg(tgname || tgenabled::text, ' ' ORDER BY tgname) FROM "
                        "pg_trigger WHERE tgrelid = 'items'::regclass"),
             "alwaysA offD upO");
}

TEST_CASE("rows that refer to rows of the same table, and tables that refer to each other") {
    HistorySite site(R"(
CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree);
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a DEFERRABLE);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE;
)");
    site.change(
        "SET CONSTRAINTS ALL DEFERRED; INSERT INTO tree VALUES (1, 2), (2, 3), (3, NULL); "
        "INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1)");
    auto const tree = site.rows("tree");
    auto const xid =
        site.change("DELETE FROM tree; SET CONSTRAINTS ALL DEFERRED; DELETE FROM a; DELETE FROM b");
    CHECK_EQ(site.restore({"--undo", xid}), "");
    CHECK_EQ(site.rows("tree"), tree);
    CHECK_EQ(site.rows("a") + site.rows("b"), "(1,1)(1,1)");
}

TEST_CASE("what goes with the rows that are deleted is said") {
    HistorySite site(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int "
        "REFERENCES a ON DELETE CASCADE)");
    site.change("INSERT INTO a VALUES (1)");
    auto const position = site.position();
    site.change("INSERT INTO a VALUES (2); INSERT INTO b VALUES (1, 1), (2, 2)");
    site.relay();
    auto const outcome = site.sync({"restore", "--table", "a", "--to", position, "--yes"});
    CHECK_MESSAGE(holds(outcome.out, "  note: b refers to it ON DELETE CASCADE: "), outcome.out);
    CHECK_EQ(site.rows("a") + site.rows("b"), "(1)(1,1)");
}

TEST_CASE("odd names, keys of several columns, and another namespace") {
    HistorySite site(R"(
CREATE SCHEMA "My Shop";
CREATE TABLE "My Shop"."Order.s" ("The ""Id""" text, "b,c" int, "select" text,
    PRIMARY KEY ("b,c", "The ""Id"""));
)");
    site.change(R"(INSERT INTO "My Shop"."Order.s" VALUES ('a=1,b', 2, 'x'), ('b', 2, 'y'))");
    auto const position = site.position();
    site.change(R"(UPDATE "My Shop"."Order.s" SET "select" = 'z')");
    CHECK_EQ(
        site.restore({"--table", "My Shop.Order.s", "--key", R"(2,"a=1,b")", "--to", position}),
        "");
    CHECK_EQ(site.rows(R"("My Shop"."Order.s")"), R"(("a=1,b",2,x) (b,2,z))");
}

TEST_CASE("an own error in the middle leaves everything as it was") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY, a int)");
    site.change("INSERT INTO items VALUES (1, 1), (2, 200)");
    auto const position = site.position();
    site.change("UPDATE items SET a = 3");
    site.run("ALTER TABLE items ADD CHECK (a < 100)");
    auto const refused = site.restore({"--table", "items", "--to", position});
    CHECK_MESSAGE(refused.starts_with("exit 7\n"), refused);
    CHECK_EQ(site.rows("items"), "(1,3) (2,3)");
}

TEST_CASE("a table without a key is refused") {
    HistorySite site("CREATE TABLE items (id int); ALTER TABLE items REPLICA IDENTITY FULL");
    site.change("INSERT INTO items VALUES (1)");
    auto const refused = site.restore({"--table", "items", "--to", "0"});
    CHECK_MESSAGE(refused.starts_with("exit 6\n"), refused);
    CHECK(holds(refused, "items has no primary key: its rows cannot be told apart"));
}

TEST_CASE("a whole table of many rows, in bounded memory") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY, a text)");
    site.change("INSERT INTO items SELECT g, repeat('x', 200) FROM generate_series(1, 30000) g");
    auto const position = site.position();
    auto const sum = site.value("SELECT sum(hashtext(items::text)) FROM items");
    site.change("UPDATE items SET a = 'y' WHERE id % 2 = 0; DELETE FROM items WHERE id % 3 = 0");
    site.relay();
    auto const outcome = site.sync({"restore", "--table", "items", "--to", position, "--yes"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_EQ(site.value("SELECT sum(hashtext(items::text)) FROM items"), sum);
    MESSAGE("peak memory: ", outcome.peak_memory / 1'000'000, " MB");
    CHECK(outcome.peak_memory < 100'000'000);
}

}  // namespace
}  // namespace lockstep::tests
