// Names that need quoting, names that cannot be, and what stands in the way of a slot.
#include <doctest/doctest.h>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "support/care_site.hpp"

namespace lockstep::tests {
namespace {

std::string quoted(std::string const& text) {
    return nlohmann::json(text).dump();
}

TEST_CASE("hostile names of publication, tables and history are taken as they are") {
    for (std::string const& name :
         {std::string(R"(a"b'c)"), std::string("with.dot and blank"), std::string("größe-Ü"),
          std::string("select"), std::string("{}$1%s"), std::string(63, 'x'),
          std::string(61, 'y') + "ö"}) {
        CAPTURE(name);
        auto const in_sql = ident(name).text();
        CareSite site(
            fmt::format("CREATE SCHEMA {0}; CREATE TABLE {0}.{0} (id int PRIMARY KEY, {0} int); "
                        "CREATE TABLE {0}.bare ({0} int NOT NULL UNIQUE)",
                        in_sql));
        auto doubled = name;
        for (std::size_t at = 0; (at = doubled.find('"', at)) != std::string::npos; at += 2) {
            doubled.insert(at, 1, '"');
        }
        site.configure(fmt::format(R"("publication": {0}, "history": {{"table": {1}}})",
                                   quoted(name), quoted("\"" + doubled + "\".log")));
        CHECK_EQ(site.sync({"setup"}).exit_code, 1);
        auto const outcome = site.sync({"setup", "--fix"});
        CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
        CHECK_EQ(site.sync({"setup"}).out, "all that the relay needs is there\n");
        CHECK_EQ(site.value("SELECT count(*) FROM pg_publication_tables"), "2");
        CHECK_EQ(site.sync({"status"}).exit_code, 0);
        CHECK_EQ(site.sync({"drop", "--history", "--yes"}).exit_code, 0);
        CHECK_EQ(site.value("SELECT count(*) FROM pg_class WHERE relname LIKE '%2026%'"), "0");
    }
}

TEST_CASE("what cannot be the name of a slot is refused before the server is asked") {
    CareSite site;
    for (auto const* const name : {"Shop", "my-slot", "größe", "", "a b", "a.b"}) {
        CAPTURE(name);
        site.configure_slot(name);
        auto const outcome = site.sync({"setup"});
        CHECK_EQ(outcome.exit_code, 2);
        CHECK_MESSAGE(holds(outcome.err, "cannot be the name of a replication slot"), outcome.err);
        CHECK(holds(outcome.err, "of a to z, 0 to 9 and _"));
    }
}

TEST_CASE("while a slot waits for a transaction, it is told for whose") {
    CareSite site("CREATE TABLE orders (id int PRIMARY KEY)");
    pg::Connection holder(site.url());
    holder.execute(sql("BEGIN; INSERT INTO orders VALUES (1)"));
    auto const outcome = site.sync({"setup", "--wait", "2s"});
    CHECK_EQ(outcome.exit_code, 5);
    std::string const pid(holder.query(sql("SELECT pg_backend_pid()")).cell(0, 0));
    auto const whom = "the transaction of " + holder.user() + " (pid " + pid;
    CHECK_MESSAGE(holds(outcome.err, "the slot waits for " + whom), outcome.err);
    CHECK(holds(outcome.err, "could not be made within 2 s: it waits for " + whom));
    CHECK(holds(outcome.err, "--wait 10min"));
    CHECK_EQ(site.value("SELECT count(*) FROM pg_replication_slots WHERE database = "
                        "current_database()"),
             "0");
    holder.execute(sql("COMMIT"));
    CHECK_EQ(site.sync({"setup"}).exit_code, 0);
}

TEST_CASE("a prepared transaction that a slot waits for is told, too") {
    CareSite site("CREATE TABLE orders (id int PRIMARY KEY)");
    site.run("BEGIN");
    site.run("INSERT INTO orders VALUES (1)");
    site.run("PREPARE TRANSACTION 'someone''s'");
    auto const outcome = site.sync({"setup", "--wait", "2s"});
    CHECK_EQ(outcome.exit_code, 5);
    CHECK_MESSAGE(holds(outcome.err, "the prepared transaction 'someone''s' of "), outcome.err);
    site.run("ROLLBACK PREPARED 'someone''s'");
}

TEST_CASE("all rights that are missing are told at once, as statements that give them") {
    CareSite site(
        "DROP ROLE IF EXISTS relaying; DROP ROLE IF EXISTS app; CREATE ROLE relaying LOGIN; CREATE "
        "ROLE app; CREATE TABLE mine (id int PRIMARY KEY); ALTER TABLE mine OWNER TO app");
    auto outcome = site.sync({"setup"}, "relaying");
    CHECK_EQ(outcome.exit_code, 7);
    for (auto const& statement :
         {fmt::format("GRANT CREATE ON DATABASE {} TO relaying;", site.name()),
          std::string("GRANT app TO relaying;"), std::string("ALTER ROLE relaying REPLICATION;")}) {
        CHECK_MESSAGE(holds(outcome.err, statement), outcome.err);
        site.run(statement);
    }
    CHECK_EQ(site.value("SELECT to_regnamespace('lockstep')"), "(null)");
    outcome = site.sync({"setup"}, "relaying");
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK_EQ(site.sync({"status"}, "relaying").exit_code, 0);
    CHECK_EQ(site.sync({"drop", "--history", "--yes"}, "relaying").exit_code, 0);
    site.run("DROP OWNED BY relaying, app CASCADE; DROP ROLE relaying, app");
}

TEST_CASE("a superuser's tables are published by a superuser: the role is not given away") {
    CareSite site(
        "DROP ROLE IF EXISTS relaying; CREATE ROLE relaying LOGIN REPLICATION; CREATE TABLE orders "
        "(id int PRIMARY KEY)");
    site.run(fmt::format("GRANT CREATE ON DATABASE {} TO relaying", site.name()));
    auto outcome = site.sync({"setup"}, "relaying");
    CHECK_EQ(outcome.exit_code, 7);
    CHECK_MESSAGE(holds(outcome.err, "ALTER PUBLICATION lockstep ADD TABLE public.orders;"),
                  outcome.err);
    site.run("CREATE PUBLICATION lockstep FOR TABLE orders");
    outcome = site.sync({"setup"}, "relaying");
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(holds(outcome.err, "GRANT SELECT ON public.orders TO relaying"));
    CHECK(holds(outcome.err, "publish_via_partition_root is off"));
    site.run("DROP OWNED BY relaying CASCADE; DROP ROLE relaying");
}

TEST_CASE("a publication of all tables in the history's database is refused, with ways out") {
    CareSite site(
        "CREATE TABLE orders (id int PRIMARY KEY); CREATE PUBLICATION lockstep FOR ALL "
        "TABLES; CREATE SCHEMA lockstep; CREATE TABLE lockstep.x ()");
    auto const outcome = site.sync({"setup"});
    CHECK_EQ(outcome.exit_code, 5);
    CHECK_MESSAGE(holds(outcome.err, "holds lockstep.x, which the relay writes"), outcome.err);
    CHECK(holds(outcome.err, "DROP PUBLICATION lockstep"));
}

TEST_CASE("new tables stay out of the publication where the config says so") {
    CareSite site("CREATE TABLE a (id int PRIMARY KEY)", R"("new_tables": "ignore")");
    CHECK_EQ(site.sync({"setup"}).exit_code, 0);
    site.run("CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY)");
    auto outcome = site.sync({"setup"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_MESSAGE(holds(outcome.err, "says \"ignore\": public.b, public.c"), outcome.err);
    site.configure(R"("new_tables": "ignore", "tables": ["*", "c"])");
    CHECK(holds(site.sync({"setup"}).out, "added 1 table to publication lockstep: public.c\n"));
}

}  // namespace
}  // namespace lockstep::tests
