// Every value in the history is, byte for byte, what the source prints. (Of char(n), a cast to text
// would cut the blanks off.)
#include <doctest/doctest.h>

#include <array>

#include <fmt/core.h>

#include "support/history_replay.hpp"
#include "support/relay_site.hpp"
#include "support/value_samples.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("each type's values are exact, whatever the database's settings are") {
    RelaySite site(definitions_of(value_samples()));
    site.in_source(
        "ALTER DATABASE postgres SET datestyle = 'German, DMY'; "
        "ALTER DATABASE postgres SET timezone = 'Asia/Kathmandu'; "
        "ALTER DATABASE postgres SET intervalstyle = 'iso_8601'; "
        "ALTER DATABASE postgres SET bytea_output = 'escape'; "
        "ALTER DATABASE postgres SET extra_float_digits = -5");
    auto source = site.to_source();
    source.execute(sql("SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'"));
    insert(value_samples(), source);
    site.relay_once();
    check(value_samples(), site);
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

TEST_CASE("bytes that are no text in any encoding are put by, in a database that takes them") {
    for (auto const* const way : {"", R"(, "poll": "50ms")"}) {
        CAPTURE(way);
        RelaySite site("CREATE DATABASE raw ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'",
                       way);
        site.project.write(
            "schema_sync_config.json",
            fmt::format(
                R"({{"sync": {{"source": "{}", "slot": "raw", "history": {{"url": "{}"}}{}}}}})",
                site.source.url("raw"), site.history.url("postgres"), way));
        pg::Connection raw(site.source.url("raw"),
                           {.settings = {{"client_encoding", "SQL_ASCII"}}});
        raw.execute(sql("CREATE TABLE t (id int PRIMARY KEY, a text)"));
        REQUIRE_EQ(site.sync({"setup"}).exit_code, 0);
        raw.execute(sql("INSERT INTO t VALUES (1, E'caf\\303\\251'), (2, E'\\377\\376')"));
        site.relay_once();
        CHECK_EQ(site.of_history("SELECT string_agg(coalesce(data ->> 'a', metadata ->> "
                                 "'dead_letter'), '; ' ORDER BY position) FROM "
                                 "lockstep.change_history WHERE operation = 'INSERT'"),
                 "café; public.t, column \"a\": byte 0 of it is no UTF-8");
    }
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
