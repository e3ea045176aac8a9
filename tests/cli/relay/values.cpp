// Every value in the history is, byte for byte, what the source prints. (Of char(n), a cast to text
// would cut the blanks off.)
#include <doctest/doctest.h>

#include <array>

#include <fmt/core.h>

#include "support/history_replay.hpp"
#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

/// A type, and texts of values of it.
struct Sample {
    char const* type;
    std::vector<char const*> values;
};

std::vector<Sample> const& samples() {
    static std::vector<Sample> const all{
        {"smallint", {"-32768", "32767"}},
        {"bigint", {"-9223372036854775808", "9007199254740993"}},
        {"numeric", {"NaN", "Infinity", "-Infinity", "1.500", "0.000", "-0.1", "1e-20", "1e40"}},
        {"numeric(30,4)", {"12345678901234567890.1230"}},
        {"real", {"1.1", "-0", "NaN", "Infinity", "3.4e38"}},
        {"double precision", {"0.1", "1e300", "-1e-300", "NaN", "-Infinity"}},
        {"money", {"$1,234.56", "-$0.01", "0"}},
        {"text",
         {"", " a ", "NULL", "null", "quo'te\"", "back\\slash", "tab\tnew\nline\r", "\U0001F600é"}},
        {"varchar(10)", {"abc", "  "}},
        {"char(5)", {"ab", "     "}},
        {"\"char\"", {"x"}},
        {"name", {"a_name"}},
        {"bytea", {"\\x", "\\x00ff5c27", "abc\\000"}},
        {"timestamptz",
         {"2026-11-22 04:05:06.123456+01", "infinity", "-infinity", "0044-03-15 12:00 BC",
          "10000-01-01", "0099-01-01"}},
        {"timestamp", {"2026-11-22 04:05:06.1", "4714-11-24 00:00:00 BC"}},
        {"date", {"2026-11-22", "infinity", "0001-01-01 BC"}},
        {"time", {"24:00:00", "00:00:00.000001"}},
        {"timetz", {"24:00:00+15:59", "12:00:00-03:30"}},
        {"interval", {"1 year -2 mons 3 days 04:05:06.789", "-1 day", "0"}},
        {"json", {"null", "{\"b\" : 1,  \"b\":2.50}", "\"\\u0000\"", " [1 , 2]"}},
        {"jsonb", {"null", "{\"b\": 1, \"a\": 2.50}", "\"text\"", "1e3", "[]"}},
        {"uuid", {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}},
        {"inet", {"192.168.0.1/24", "::1"}},
        {"macaddr", {"08:00:2b:01:02:03"}},
        {"bit varying(8)", {"10101", ""}},
        {"xml", {"<a>1</a>"}},
        {"point", {"(1.5,-2)"}},
        {"tsvector", {"'a':1 'b':2A"}},
        {"pg_lsn", {"16/B374D848"}},
        {"integer[]", {"{}", "{1,NULL,3}", "[2:3][1:1]={{1},{2}}"}},
        {"text[]", {"{\"\",NULL,\"NULL\",\"a b\",\"q\\\"\"}"}},
        {"int4range", {"[1,5)", "empty", "(,)"}},
        {"int4multirange", {"{[1,2),[5,6)}"}},
        {"tstzrange", {"[2026-01-01 00:00+00,infinity)"}},
        {"mood", {"happy", "so 'so'"}},
        {"positive", {"7"}},
        {"small_positive", {"8"}},
        {"pair", {"(1,\"a,b\")", "(,)"}},
        {"pair[]", {"{\"(1,x)\",NULL}"}},
        {"oid", {"4294967295"}},
        {"regclass", {"pg_class"}},
        // Of extensions: texts, as all that is not built in.
        {"hstore", {"a=>1, \"b c\"=>NULL, \"q\\\"\"=>\"x,y\"", ""}},
        {"citext", {"MiXed", ""}},
        {"ltree", {"Top.Science.Astronomy", ""}},
    };
    return all;
}

std::string definitions() {
    std::string text = R"(
CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('happy', 'so ''so''');
CREATE DOMAIN positive AS integer CHECK (value > 0);
CREATE DOMAIN small_positive AS positive CHECK (value < 100);
CREATE TYPE pair AS (a int, b text);
)";
    for (std::size_t i = 0; i < samples().size(); ++i) {
        text += fmt::format("CREATE TABLE t{} (id int PRIMARY KEY, v {});\n", i, samples()[i].type);
    }
    return text;
}

void insert_samples(pg::Connection& source) {
    for (std::size_t i = 0; i < samples().size(); ++i) {
        int id = 0;
        auto const table = ident(fmt::format("t{}", i));
        auto const type = Sql::from_server(samples()[i].type);
        for (auto const* const value : samples()[i].values) {
            source.query(sql("INSERT INTO {} VALUES ({}, $1::{})", table, number(++id), type),
                         std::array{pg::Parameter(value)});
        }
        source.query(sql("INSERT INTO {} VALUES ({}, NULL)", table, number(++id)));
        // What was there before the update is not told of; what is there after is.
        source.query(sql("UPDATE {} SET v = v WHERE id = 1", table));
    }
}

void check_samples(RelaySite& site) {
    auto const canonical = pg::ConnectOptions{.settings = {{"datestyle", "ISO"},
                                                           {"timezone", "UTC"},
                                                           {"intervalstyle", "postgres"},
                                                           {"bytea_output", "hex"},
                                                           {"extra_float_digits", "1"},
                                                           {"lc_monetary", "C"}}};
    pg::Connection source(site.source.url("postgres"), canonical);
    auto history = site.to_history();
    for (std::size_t i = 0; i < samples().size(); ++i) {
        CAPTURE(samples()[i].type);
        auto const table = fmt::format("t{}", i);
        auto const actual = rows_of(source, table, {"id"});
        CHECK_EQ(actual.size(), samples()[i].values.size() + 1);
        CHECK_EQ(difference(replay(history, table, {"id"}), actual), "");
    }
}

TEST_CASE("each type's values are exact, whatever the database's settings are") {
    RelaySite site(definitions());
    site.in_source(
        "ALTER DATABASE postgres SET datestyle = 'German, DMY'; "
        "ALTER DATABASE postgres SET timezone = 'Asia/Kathmandu'; "
        "ALTER DATABASE postgres SET intervalstyle = 'iso_8601'; "
        "ALTER DATABASE postgres SET bytea_output = 'escape'; "
        "ALTER DATABASE postgres SET extra_float_digits = -5");
    auto source = site.to_source();
    source.execute(sql("SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'"));
    insert_samples(source);
    site.relay_once();
    check_samples(site);
}

TEST_CASE("a boolean is true or false, as its text is") {
    RelaySite site("CREATE TABLE t (id int PRIMARY KEY, v boolean)");
    site.in_source("INSERT INTO t VALUES (1, true), (2, false)");
    site.relay_once();
    constexpr std::string_view texts = "SELECT string_agg({}, ' ' ORDER BY {}) FROM {}";
    CHECK_EQ(site.of_history(fmt::format(texts, "data ->> 'v'", "position",
                                         "lockstep.change_history WHERE operation = 'INSERT'")),
             site.of_source(fmt::format(texts, "v::text", "id", "t")));
}

TEST_CASE("an enum's value that is added while the stream runs is exact, too") {
    RelaySite site("CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id int PRIMARY KEY, m mood)");
    site.in_source("INSERT INTO t VALUES (1, 'a')");
    site.relay_once();
    site.in_source("ALTER TYPE mood ADD VALUE 'b'");
    site.in_source("INSERT INTO t VALUES (2, 'b')");
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT data ->> 'm' FROM lockstep.change_history WHERE operation = "
                             "'INSERT' ORDER BY position DESC LIMIT 1"),
             "b");
}

constexpr std::string_view large =
    "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, "
    "1000) AS i)";

TEST_CASE("a large value that an update leaves as it was is named, never NULL") {
    RelaySite site("CREATE TABLE t (id int PRIMARY KEY, n int, big text)");
    site.in_source(fmt::format("INSERT INTO t VALUES (1, 1, {})", large));
    site.in_source("UPDATE t SET n = 2");
    site.in_source("UPDATE t SET id = 3");
    site.relay_once();
    CHECK_EQ(
        site.of_history("SELECT string_agg(concat(data - 'big', old_data, metadata), ' ' ORDER BY "
                        "position) FROM lockstep.change_history WHERE operation = 'UPDATE'"),
        R"({"n": 2, "id": 1}{"unchanged": ["big"]} {"n": 2, "id": 3}{"id": 1}{"unchanged": ["big"]})");
    auto source = site.to_source();
    auto history = site.to_history();
    CHECK_EQ(difference(replay(history, "t", {"id"}), rows_of(source, "t", {"id"})), "");
}

TEST_CASE("with REPLICA IDENTITY FULL it is filled in from the row before") {
    RelaySite site(
        "CREATE TABLE t (id int PRIMARY KEY, n int, big text); "
        "ALTER TABLE t REPLICA IDENTITY FULL");
    site.in_source(fmt::format("INSERT INTO t VALUES (1, 1, {})", large));
    site.in_source("UPDATE t SET n = 2");
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT concat(length(data ->> 'big'), metadata) FROM "
                             "lockstep.change_history WHERE operation = 'UPDATE'"),
             R"(32000{"full": true})");
}

TEST_CASE("hostile names of tables and columns come through as they are") {
    RelaySite site(R"(CREATE SCHEMA "we.ird"; CREATE TABLE "we.ird"."quo""te 'x'"
                      ("sel.ect" int PRIMARY KEY, "ÄÖ\""b" text);
                      CREATE TABLE same (id int PRIMARY KEY); CREATE SCHEMA other;
                      CREATE TABLE other.same (id int PRIMARY KEY))");
    site.in_source(
        R"(INSERT INTO "we.ird"."quo""te 'x'" VALUES (1, 'x'); INSERT INTO same VALUES (1);
                      INSERT INTO other.same VALUES (2))");
    site.relay_once();
    CHECK_EQ(
        site.of_history("SELECT string_agg(table_name || data, ' ' ORDER BY position) FROM "
                        "lockstep.change_history WHERE operation = 'INSERT'"),
        R"(we.ird.quo"te 'x'{"sel.ect": 1, "ÄÖ\\\"b": "x"} same{"id": 1} other.same{"id": 2})");
}

TEST_CASE("generated columns are left out, as the server leaves them") {
    RelaySite site(
        "CREATE TABLE t (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED,"
        " key bigint GENERATED ALWAYS AS IDENTITY)");
    site.in_source("INSERT INTO t VALUES (4)");
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT data FROM lockstep.change_history WHERE operation = 'INSERT'"),
             R"({"id": 4, "key": 1})");
}

}  // namespace
}  // namespace lockstep::tests
