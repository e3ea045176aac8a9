// No false alarm: the same schema, made by different routes.
#include <doctest/doctest.h>

#include "diff/change.hpp"
#include "plan/create.hpp"
#include "schema/fingerprint.hpp"
#include "support/dump.hpp"
#include "support/kitchen_sink.hpp"
#include "support/read_schema.hpp"
#include "support/scratch.hpp"

using namespace lockstep;

namespace {

std::string changes_between(std::string_view first, std::string_view second) {
    tests::TestDatabase a;
    tests::TestDatabase b;
    tests::run_script(a.connection(), "first.sql", std::string(first));
    tests::run_script(b.connection(), "second.sql", std::string(second));
    auto const from = tests::read_schema(a.url());
    auto const to = tests::read_schema(b.url());
    std::string text;
    for (auto const& change : diff::diff(from, to).list) {
        text += diff::describe(change) + '\n';
    }
    return text;
}

}  // namespace

TEST_CASE("a table made at once is the same as one that was altered into its form") {
    CHECK(
        changes_between(
            "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            " name varchar(20) NOT NULL DEFAULT 'x', price decimal(10,2) CHECK (price > 0),"
            " parent int8 REFERENCES t, UNIQUE (name)); CREATE INDEX ON t (price);",
            "CREATE TABLE old (gone int, price numeric(8,1), name text);"
            "CREATE INDEX old_price_idx ON old (price);"
            "ALTER TABLE old RENAME TO t; ALTER INDEX old_price_idx RENAME TO t_price_idx; ALTER "
            "TABLE t DROP gone;"
            "ALTER TABLE t ADD parent bigint, ADD id bigint;"
            "ALTER TABLE t ALTER price TYPE numeric(10, 2), ALTER name TYPE character varying(20);"
            "ALTER TABLE t ALTER name SET DEFAULT 'x'::character varying, ALTER name SET NOT NULL;"
            "ALTER TABLE t ADD CONSTRAINT t_name_key1 UNIQUE (name);"
            "ALTER TABLE t ADD PRIMARY KEY (id);"
            "ALTER TABLE t ALTER id ADD GENERATED ALWAYS AS IDENTITY;"
            "ALTER TABLE t ADD CONSTRAINT t_price_check CHECK (price > 0);"
            "ALTER TABLE t ADD CONSTRAINT t_parent_fkey1 FOREIGN KEY (parent) REFERENCES t;")
        // The order of columns is what dropping and adding has changed, and the only thing.
        ==
        "table public.t: columns has the order price, name, parent, id, had id, name, price, "
        "parent\n");
}

TEST_CASE("serial is what it expands to") {
    CHECK(changes_between(
              "CREATE TABLE t (id serial);",
              "CREATE SEQUENCE t_id_seq AS integer; CREATE TABLE t (id integer NOT NULL"
              " DEFAULT nextval('t_id_seq')); ALTER SEQUENCE t_id_seq OWNED BY t.id;") == "");
}

TEST_CASE("the order in which statements ran does not matter") {
    CHECK(changes_between(
              "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE a (x e); CREATE TABLE b (y e);"
              "CREATE ROLE drift_reader; GRANT SELECT ON a TO drift_reader, PUBLIC;"
              "CREATE VIEW v AS SELECT * FROM a; COMMENT ON TABLE a IS 'a'",
              "CREATE TABLE b (); CREATE TYPE e AS ENUM ('a', 'c'); ALTER TYPE e ADD VALUE 'b' "
              "BEFORE 'c'; CREATE TABLE a (x e); ALTER TABLE b ADD y e; COMMENT ON TABLE a IS 'b';"
              "COMMENT ON TABLE a IS 'a'; CREATE VIEW v AS SELECT x FROM a;"
              "GRANT SELECT ON a TO PUBLIC; GRANT ALL ON a TO drift_reader;"
              "REVOKE ALL ON a FROM drift_reader; GRANT SELECT ON a TO drift_reader;") == "");
}

TEST_CASE("a partition that was attached is the same as one that was made as such") {
    CHECK(changes_between(
              "CREATE TABLE p (id int PRIMARY KEY, n int CHECK (n > 0)) PARTITION BY RANGE (id);"
              "CREATE TABLE p_1 PARTITION OF p FOR VALUES FROM (1) TO (10); CREATE INDEX ON p (n);"
              "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
              "CREATE TRIGGER t AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();",
              "CREATE TABLE p (id int PRIMARY KEY, n int CHECK (n > 0)) PARTITION BY RANGE (id);"
              "CREATE INDEX ON p (n);"
              "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
              "CREATE TRIGGER t AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();"
              "CREATE TABLE p_1 (id int NOT NULL, n int CONSTRAINT p_n_check CHECK (n > 0));"
              "CREATE INDEX p_1_n_idx1 ON p_1 (n);"
              "ALTER TABLE p ATTACH PARTITION p_1 FOR VALUES FROM (1) TO (10);") == "");
}

TEST_CASE("a failed concurrent build leaves an invalid index, which is a finding") {
    tests::TestDatabase sound("CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a);");
    tests::TestDatabase broken("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1);");
    CHECK_THROWS_AS(broken.run("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"), pg::Error);
    auto const from = tests::read_schema(sound.url());
    auto const to = tests::read_schema(broken.url());
    auto const changes = diff::diff(from, to);
    REQUIRE(changes.list.size() == 1);
    CHECK(diff::describe(changes.list.front()) == "index public.i: invalid is on, was off");
}

TEST_CASE("secrets of user mappings and subscriptions are never read") {
    tests::TestDatabase database(
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;"
        "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'u', password 'hunter2');"
        "CREATE SUBSCRIPTION sub CONNECTION 'dbname=x password=hunter2' PUBLICATION p "
        "WITH (connect = false, slot_name = NONE)");
    auto const schema = tests::read_schema(database.url(), {.dependencies = true});
    auto const script = plan::to_script(plan::create_all(schema), "");
    CHECK(script.find("'u'") != std::string::npos);
    CHECK(script.find("hunter2") == std::string::npos);
}

// What every version prints the same has the same fingerprint on every version. When a kind's
// properties change, the constant does too.
TEST_CASE("the same schema has the same fingerprint on every version") {
    tests::TestDatabase database;
    tests::run_script(
        database.connection(), "neutral.sql",
        "CREATE ROLE drift_reader_2; CREATE TYPE mood AS ENUM ('sad', 'ok');"
        "CREATE DOMAIN d AS integer CHECK (VALUE > 0); CREATE TYPE pair AS (a int, b text);"
        "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(20) NOT "
        "NULL DEFAULT 'x', price numeric(10,2) CHECK (price > 0 AND price < 100), m mood, d d,"
        " at timestamptz DEFAULT now(), p pair, list text[] DEFAULT '{}', UNIQUE (name, at));"
        "CREATE TABLE parts (id int, n int) PARTITION BY LIST (id);"
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1, 2);"
        "CREATE TABLE base (id bigint, b text DEFAULT 'b');"
        "CREATE TABLE child (x int, y serial) INHERITS (base);"
        "CREATE INDEX ON t (lower(name), price DESC) WHERE price > 1;"
        "CREATE FUNCTION f(a int, b text DEFAULT 'x') RETURNS SETOF t LANGUAGE sql STABLE AS "
        "'SELECT * FROM t';"
        "CREATE VIEW v AS SELECT t.id, c.x FROM t JOIN child c ON c.id = t.id WHERE t.price > 5;"
        "CREATE MATERIALIZED VIEW mv AS SELECT count(*) AS n FROM t;"
        "CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
        "CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW WHEN (NEW.price > 1) EXECUTE FUNCTION "
        "tf('a');"
        "CREATE POLICY pol ON t FOR SELECT USING (name = CURRENT_USER);"
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT (id, name) ON t TO drift_reader_2;"
        "GRANT INSERT ON t TO drift_reader_2 WITH GRANT OPTION; COMMENT ON TABLE t IS 't';"
        "CREATE STATISTICS st (ndistinct) ON name, price FROM t; CREATE SEQUENCE s CYCLE;");
    auto const schema =
        tests::read_schema(database.url(), {.unspecified_owner = std::string(pg::scratch_role)});
    CHECK(schema::fingerprint(schema).schema ==
          "6f3b2224789b62ee08b62805256f91465774b2796abc09b5a5fd29f6cf509b4c");
}
