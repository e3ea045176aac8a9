// The journal of DDL: who changed the schema, by which statement.
#include <doctest/doctest.h>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "support/care_site.hpp"

namespace lockstep::tests {
namespace {

/// "CREATE TABLE public.t: CREATE TABLE t (); …", an entry each.
std::string entries(CareSite& site) {
    return site.value(
        "SELECT coalesce(string_agg(tag || coalesce(' ' || object, '') || ': ' || "
        "coalesce(command, '-'), E'\\n' ORDER BY id), '') FROM lockstep.ddl_journal");
}

TEST_CASE("each statement of DDL is entered once, with its author and its text") {
    CareSite site;
    REQUIRE_EQ(site.sync({"setup", "--journal"}).exit_code, 0);
    site.run("CREATE TABLE t (id serial PRIMARY KEY)");
    site.run("ALTER TABLE t ADD COLUMN b text");
    site.run("ALTER TABLE t DROP COLUMN b");
    site.run("DROP TABLE t");
    CHECK_EQ(entries(site),
             "CREATE TABLE public.t: CREATE TABLE t (id serial PRIMARY KEY)\n"
             "ALTER TABLE public.t: ALTER TABLE t ADD COLUMN b text\n"
             "ALTER TABLE public.t: ALTER TABLE t DROP COLUMN b\n"
             "DROP TABLE public.t: DROP TABLE t");
    CHECK_EQ(site.value("SELECT DISTINCT username = session_user FROM lockstep.ddl_journal"), "t");
}

TEST_CASE("the text of several statements is entered with the first of them") {
    CareSite site;
    REQUIRE_EQ(site.sync({"setup", "--journal"}).exit_code, 0);
    std::string const text = "CREATE TABLE a (); DO $$ BEGIN CREATE TABLE b (); END $$";
    site.run(text);
    site.run("DROP TABLE a, b");
    CHECK_EQ(entries(site), "CREATE TABLE public.a: " + text +
                                "\nCREATE TABLE public.b: -\nDROP TABLE public.a: DROP TABLE a, b\n"
                                "DROP TABLE public.b: -");
}

TEST_CASE("passwords and temporary tables are not entered, and what is rolled back is not") {
    CareSite site;
    REQUIRE_EQ(site.sync({"setup", "--journal"}).exit_code, 0);
    site.run("CREATE TEMP TABLE x (); DROP TABLE x");
    site.run("BEGIN; CREATE TABLE y (); ROLLBACK");
    site.run("CREATE FUNCTION password() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    CHECK_EQ(entries(site), "CREATE FUNCTION public.password(): -");
}

TEST_CASE("whoever changes the schema is entered, without rights on the journal") {
    CareSite site(
        "DROP ROLE IF EXISTS journalled; CREATE ROLE journalled LOGIN; GRANT ALL ON SCHEMA public "
        "TO journalled");
    REQUIRE_EQ(site.sync({"setup", "--journal"}).exit_code, 0);
    pg::Connection somebody(site.url("journalled"));
    somebody.execute(sql("CREATE TABLE public.theirs ()"));
    CHECK_EQ(site.value("SELECT username || ' ' || object FROM lockstep.ddl_journal"),
             "journalled public.theirs");
    CHECK_THROWS_AS(somebody.execute(sql("SELECT lockstep.enter_ddl('x', 'y')")), pg::Error);
    CHECK_THROWS_AS(somebody.execute(sql("TABLE lockstep.ddl_journal")), pg::Error);
    site.run("DROP OWNED BY journalled; DROP ROLE journalled");
}

TEST_CASE("the stream tells of each statement in its place") {
    CareSite site;
    REQUIRE_EQ(site.sync({"setup", "--journal"}).exit_code, 0);
    site.run(fmt::format("SELECT pg_create_logical_replication_slot('{}_t', 'test_decoding')",
                         site.name()));
    site.run("CREATE TABLE t (id int)");
    auto const message = site.value(fmt::format(
        "SELECT substr(data, strpos(data, '{{')) FROM pg_logical_slot_get_changes('{}_t', NULL, "
        "NULL) WHERE data LIKE 'message: transactional: 1 prefix: lockstep.ddl,%'",
        site.name()));
    auto const json = nlohmann::json::parse(message);
    CHECK_EQ(json["tag"], "CREATE TABLE");
    CHECK_EQ(json["object"], "public.t");
    CHECK_EQ(json["command"], "CREATE TABLE t (id int)");
    CHECK_EQ(json["user"], site.value("SELECT session_user"));
    CHECK(json["at"].is_string());
}

TEST_CASE("DDL goes on where the journal cannot be written") {
    CareSite site;
    REQUIRE_EQ(site.sync({"setup", "--journal"}).exit_code, 0);
    site.run("ALTER TABLE lockstep.ddl_journal RENAME TO gone");
    site.run("CREATE TABLE t (id int)");
    CHECK_NE(site.value("SELECT to_regclass('t')"), "(null)");
}

TEST_CASE("sync setup --no-journal stops it and keeps its entries; both change nothing twice") {
    CareSite site;
    CHECK(holds(site.sync({"setup", "--journal"}).out, "made the journal of DDL\n"));
    CHECK_EQ(site.sync({"setup", "--journal"}).out, "all that the relay needs is there\n");
    site.run("CREATE TABLE t (id int PRIMARY KEY)");
    CHECK(holds(site.sync({"setup", "--no-journal"}).out, "stopped the journal of DDL"));
    CHECK_EQ(site.sync({"setup", "--no-journal"}).out, "all that the relay needs is there\n");
    site.run("CREATE TABLE u ()");
    CHECK(holds(entries(site), "CREATE TABLE public.t"));
    CHECK_FALSE(holds(entries(site), "public.u"));
}

TEST_CASE("a drift report tells who changed what differs last") {
    CareSite site(
        "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE \"Odd, one\" (id int PRIMARY KEY)");
    REQUIRE_EQ(site.lockstep({"inspect", site.url(), "-o", "before.json"}).exit_code, 0);
    REQUIRE_EQ(site.sync({"setup", "--journal"}).exit_code, 0);
    site.run("ALTER TABLE t ADD COLUMN note text");
    site.run("CREATE INDEX by_note ON t (note)");
    site.run("ALTER TABLE \"Odd, one\" ADD COLUMN b int");
    std::vector<std::string> const check{"check", "--db", site.url(), "--against", "before.json"};
    auto const report = [&](std::string const& format) {
        auto arguments = check;
        arguments.insert(arguments.end(), {"--format", format});
        return site.lockstep(arguments).out;
    };
    auto const findings = nlohmann::json::parse(report("json")).at("findings");
    std::map<std::string, std::string> statements;
    for (auto const& finding : findings) {
        auto const& by = finding.at("changed_by");
        CHECK_EQ(by.at("user"), site.value("SELECT session_user"));
        statements[finding.at("after").at("identity")] = by.at("statement");
    }
    CHECK_EQ(statements,
             std::map<std::string, std::string>{{"public.t.note", "ALTER TABLE"},
                                                {"public.by_note", "CREATE INDEX"},
                                                {"public.\"Odd, one\".b", "ALTER TABLE"}});
    for (auto const* const format : {"text", "markdown", "html"}) {
        CAPTURE(format);
        CHECK(report(format).find("last changed by ") != std::string::npos);
    }
}

TEST_CASE("whoever may not read the journal gets the drift report without it") {
    CareSite site(
        "DROP ROLE IF EXISTS journal_unread; CREATE ROLE journal_unread LOGIN; CREATE TABLE t (id "
        "int PRIMARY KEY)");
    REQUIRE_EQ(site.lockstep({"inspect", site.url(), "-o", "before.json"}).exit_code, 0);
    REQUIRE_EQ(site.sync({"setup", "--journal"}).exit_code, 0);
    site.run("ALTER TABLE t ADD COLUMN note text");
    auto const checked =
        site.lockstep({"check", "--db", site.url("journal_unread"), "--against", "before.json"});
    CHECK_EQ(checked.exit_code, 1);
    CHECK(checked.out.find("last changed by ") == std::string::npos);
}

}  // namespace
}  // namespace lockstep::tests
