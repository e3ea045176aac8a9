#include "support/value_samples.hpp"

#include <doctest/doctest.h>

#include <array>

#include <fmt/core.h>

#include "relay/value_settings.hpp"
#include "support/history_replay.hpp"

namespace lockstep::tests {

std::vector<ValueSample> const& value_samples() {
    static std::vector<ValueSample> const all{
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

std::string definitions_of(std::vector<ValueSample> const& samples) {
    std::string text = R"(
CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('happy', 'so ''so''');
CREATE DOMAIN positive AS integer CHECK (value > 0);
CREATE DOMAIN small_positive AS positive CHECK (value < 100);
CREATE TYPE pair AS (a int, b text);
)";
    for (std::size_t i = 0; i < samples.size(); ++i) {
        text += fmt::format("CREATE TABLE t{} (id int PRIMARY KEY, v {});\n", i, samples[i].type);
    }
    return text;
}

void insert(std::vector<ValueSample> const& samples, pg::Connection& source) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
        int id = 0;
        auto const table = ident(fmt::format("t{}", i));
        auto const type = Sql::from_server(samples[i].type);
        for (auto const* const value : samples[i].values) {
            source.query(sql("INSERT INTO {} VALUES ({}, $1::{})", table, number(++id), type),
                         std::array{pg::Parameter(value)});
        }
        source.query(sql("INSERT INTO {} VALUES ({}, NULL)", table, number(++id)));
        // What was there before the update is not told of; what is there after is.
        source.query(sql("UPDATE {} SET v = v WHERE id = 1", table));
    }
}

void check(std::vector<ValueSample> const& samples, RelaySite const& site) {
    pg::ConnectOptions canonical;
    for (auto const& [name, value] : relay::value_settings) {
        canonical.settings.emplace_back(name, value);
    }
    pg::Connection source(site.source.url("postgres"), canonical);
    auto history = site.to_history();
    for (std::size_t i = 0; i < samples.size(); ++i) {
        CAPTURE(samples[i].type);
        auto const table = fmt::format("t{}", i);
        auto const actual = rows_of(source, table, {"id"});
        CHECK_EQ(actual.size(), samples[i].values.size() + 1);
        CHECK_EQ(difference(replay(history, table, {"id"}), actual), "");
    }
}

}  // namespace lockstep::tests
