#include "sql/defines.hpp"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"

using namespace lockstep;
using namespace lockstep::script;

namespace {

/// "what schema.name(arguments)@offset" of all that the script defines.
std::string defined(std::string const& text) {
    auto const script = split("x.sql", text);
    DefinitionFinder finder;
    std::vector<std::string> all;
    for (auto const& statement : script.statements) {
        for (auto const& found : finder.find(statement)) {
            all.push_back(fmt::format("{}{}{}", found.what, found.what.empty() ? "" : " ",
                                      join(found.names, ".")));
        }
    }
    return join(all, ", ");
}

}  // namespace

TEST_CASE("a table defines itself, its columns and its constraints") {
    CHECK(defined("CREATE TABLE t (id int PRIMARY KEY, \"B c\" text NOT NULL DEFAULT (1,2), "
                  "CONSTRAINT x CHECK (a > 0), UNIQUE (id, b), FOREIGN KEY (b) REFERENCES o(id), "
                  "CHECK (id > 0), EXCLUDE USING gist (a WITH &&))") ==
          "public.t, column public.t.id, constraint public.t.t_pkey, column public.t.B c, "
          "constraint public.t.x, constraint public.t.t_id_b_key, constraint public.t.t_b_fkey, "
          "constraint public.t.t_check, constraint public.t.t_a_excl");
    CHECK(defined("CREATE UNLOGGED TABLE IF NOT EXISTS s.t (a serial, b int REFERENCES o, "
                  "c int CONSTRAINT pos CHECK (c > 0) UNIQUE, LIKE x INCLUDING ALL)") ==
          "s.t, column s.t.a, s.t_a_seq, column s.t.b, constraint s.t.t_b_fkey, column s.t.c, "
          "constraint s.t.pos, constraint s.t.t_c_key");
    CHECK(defined("CREATE TEMP TABLE t (a int)") == "");
    CHECK(defined("CREATE TABLE p PARTITION OF t FOR VALUES IN (1)") == "public.p");
}

TEST_CASE("ALTER TABLE defines what it adds and renames") {
    CHECK(defined("ALTER TABLE ONLY s.t ADD CONSTRAINT t_pk PRIMARY KEY (a)") ==
          "constraint s.t.t_pk");
    CHECK(defined("ALTER TABLE t ADD COLUMN IF NOT EXISTS a int, ADD b text UNIQUE, "
                  "ADD FOREIGN KEY (a) REFERENCES x, DROP COLUMN z") ==
          "column public.t.a, column public.t.b, constraint public.t.t_b_key, "
          "constraint public.t.t_a_fkey");
    CHECK(
        defined(
            "ALTER TABLE t RENAME TO u; ALTER TABLE t RENAME a TO b; ALTER TABLE t SET SCHEMA s") ==
        "public.u, column public.t.b, s.t");
    CHECK(defined("ALTER TABLE public.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY "
                  "( SEQUENCE NAME public.t_id_seq START WITH 1 )") == "public.t_id_seq");
}

TEST_CASE("objects of other kinds are found") {
    CHECK(defined(
              "CREATE OR REPLACE VIEW v AS SELECT 1; CREATE MATERIALIZED VIEW IF NOT EXISTS s.m AS "
              "SELECT 1; CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS int; CREATE SEQUENCE q") ==
          "public.v, s.m, public.e, public.d, public.q");
    CHECK(defined("CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY s.t (a); CREATE INDEX ON t (a, "
                  "lower(b))") == "s.i, public.t_a_expr_idx");
    CHECK(defined("CREATE CONSTRAINT TRIGGER g AFTER INSERT OR UPDATE ON s.t EXECUTE FUNCTION f();"
                  "CREATE POLICY p ON t; CREATE RULE r AS ON UPDATE TO s.t DO NOTHING") ==
          "trigger s.t.g, policy public.t.p, rule s.t.r");
    CHECK(defined("CREATE SCHEMA IF NOT EXISTS a; CREATE SCHEMA AUTHORIZATION b; CREATE EXTENSION "
                  "\"x-y\";"
                  "CREATE TEXT SEARCH CONFIGURATION c (COPY = simple); CREATE STATISTICS s.st ON a "
                  "FROM t;"
                  "CREATE FOREIGN DATA WRAPPER w; CREATE PUBLICATION pub") ==
          "schema a, schema b, extension x-y, text search configuration public.c, "
          "statistics s.st, foreign data wrapper w, publication pub");
}

TEST_CASE("a function's arguments are kept, outputs and defaults left out") {
    auto const script = split("x",
                              "CREATE OR REPLACE FUNCTION s.f(a int, IN varchar(3) DEFAULT 'x', "
                              "OUT c text, VARIADIC d numeric[] = '{}') RETURNS int");
    auto const found = DefinitionFinder().find(script.statements[0]);
    REQUIRE(found.size() == 1);
    CHECK(found[0].names == std::vector<std::string>{"s", "f"});
    CHECK(found[0].arguments == std::vector<std::string>{"a int ", "varchar ", "d numeric [ ] "});
}

TEST_CASE("search_path decides where a name without a schema is") {
    CHECK(defined("SET search_path = app, public; CREATE TABLE t (); RESET search_path; "
                  "CREATE TABLE u ()") == "app.t, public.u");
    CHECK(defined("SET search_path TO \"$user\", 'App'; CREATE TABLE t ()") == "App.t");
    CHECK(defined("SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE t ()") ==
          "");
    CHECK(
        defined("BEGIN; SET LOCAL search_path = x; CREATE TABLE t (); COMMIT; CREATE TABLE u ()") ==
        "x.t, public.u");
    CHECK(defined("SET LOCAL search_path = x; CREATE TABLE t ()") == "public.t");
}

TEST_CASE("types are brought to one spelling") {
    CHECK(plain_type("int4") == "integer");
    CHECK(plain_type("pg_catalog.VARCHAR(20)[]") == "character varying[]");
    CHECK(plain_type("timestamp(3) with time zone") == "timestamp with time zone");
    CHECK(plain_type("public.\"My Type\"") == "My Type");
}

TEST_CASE("no statement, however broken, makes the finder fail") {
    std::string const text =
        "CREATE TABLE s.t (a int CONSTRAINT x CHECK (a > 0), UNIQUE (a)) ; ALTER TABLE t ADD "
        "COLUMN "
        "b int, ADD CONSTRAINT c FOREIGN KEY (a) ; CREATE FUNCTION f(a int = 1, OUT b text) ; "
        "SELECT set_config('search_path', 'a', true) ; CREATE INDEX ON t (a, lower(b))";
    for (std::size_t length = 0; length < text.size(); ++length) {
        try {
            defined(text.substr(0, length));
            defined(text.substr(length));
        } catch (ParseError const&) {
            continue;  // cut within quotes
        }
    }
}
