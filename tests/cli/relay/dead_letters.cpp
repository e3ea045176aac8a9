// Changes that the history refuses: put by, or the end of the relay (`sync.dead_letters`).
#include <doctest/doctest.h>

#include <fmt/core.h>

#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

constexpr std::string_view table = "CREATE TABLE t (id int PRIMARY KEY, a text)";

void configure(RelaySite const& site, std::string_view policy) {
    site.project.write(
        "schema_sync_config.json",
        fmt::format(
            R"({{"sync": {{"source": "{}", "history": {{"url": "{}"}}, "dead_letters": "{}"}}}})",
            site.source.url("postgres"), site.history.url("postgres"), policy));
}

/// A site whose history refuses rows in which `a` is "bad", as a server would that takes less than
/// ours: such as one of another encoding.
struct Refusing {
    explicit Refusing(std::string const& sync = {}) : site(table, sync) {
        auto history = site.to_history();
        history.execute(
            sql("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
                "new.data ->> 'a' = 'bad' THEN RAISE EXCEPTION 'too bad' USING ERRCODE = "
                "'22000'; END IF; RETURN new; END $$"));
        history.execute(
            sql("CREATE TRIGGER refuse BEFORE INSERT ON lockstep.change_history FOR EACH ROW "
                "EXECUTE FUNCTION refuse()"));
        site.in_source("INSERT INTO t VALUES (1, 'good')");
        site.relay_once();
    }
    RelaySite site;
};

TEST_CASE("a change that the history refuses is put by with its values, and the rest goes on") {
    Refusing it;
    auto& site = it.site;
    site.in_source(
        "BEGIN; INSERT INTO t VALUES (2, 'bad'); INSERT INTO t VALUES (3, 'good'); COMMIT");
    site.relay_once();
    CHECK_EQ(
        site.of_history("SELECT string_agg(coalesce(data ->> 'id', metadata ->> 'dead_letter'), "
                        "' ' ORDER BY position) FROM lockstep.change_history WHERE operation = "
                        "'INSERT'"),
        "1 too bad 3");
    CHECK_EQ(site.of_history("SELECT position || error || convert_from(message, 'UTF8') FROM "
                             "lockstep.dead_letter"),
             "3too badid: 2\na: bad\n");
}

TEST_CASE("told to stop, the relay ends at a change that the history refuses, and loses nothing") {
    Refusing it;
    auto& site = it.site;
    site.in_source("INSERT INTO t VALUES (2, 'bad')");
    site.in_source("INSERT INTO t VALUES (3, 'good')");
    configure(site, "stop");
    for (int i = 0; i < 2; ++i) {
        auto const outcome = site.sync({"serve", "--listen", "none"});
        CHECK_EQ(outcome.exit_code, 7);
        CHECK_MESSAGE(holds(outcome.err, "change 3 cannot be stored: too bad"), outcome.err);
        CHECK(holds(outcome.err, R"(`sync.dead_letters`: "continue")"));
        CHECK_EQ(site.of_history(all_ids), "1");
    }
    configure(site, "continue");
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT string_agg(coalesce(data ->> 'id', 'put by'), ' ' ORDER BY "
                             "position) FROM lockstep.change_history WHERE operation = 'INSERT'"),
             "1 put by 3");
    CHECK_EQ(site.of_history("SELECT position FROM lockstep.dead_letter"), "3");
}

TEST_CASE("a change that the history refuses is noticed at once, also while the source is silent") {
    Refusing it(R"(, "heartbeat": "1h")");
    it.site.start_relay();
    it.site.in_source("INSERT INTO t VALUES (2, 'bad')");
    CHECK(eventually(
        [&] { return it.site.of_history("SELECT position FROM lockstep.dead_letter") == "3"; }));
    CHECK(eventually(
        [&] { return holds(it.site.relay_log(), "change 3 of t was put by: too bad"); }));
}

}  // namespace
}  // namespace lockstep::tests
