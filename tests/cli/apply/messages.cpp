// What `lockstep apply` tells readers of the WAL.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

/// A database, a slot that sees what happens in it, and a plan of its own.
class Watched {
public:
    Watched(char const* before, char const* after) : database_(before) {
        // The test server leaves it to others when commits are flushed, which slots wait for.
        database_.run("SET synchronous_commit = on");
        database_.run(
            "SELECT pg_create_logical_replication_slot('watched', 'test_decoding', true)");
        project_.write("new.sql", after);
    }

    Outcome run(std::vector<std::string> const& arguments) const { return project_.run(arguments); }
    std::string url() const { return database_.url(); }

    Outcome apply() const {
        return run({"apply", url(), "new.sql", "--yes", "--allow", "data-loss", "--no-online"});
    }

    /// The contents of the messages, in order.
    std::vector<nlohmann::json> messages() {
        database_.run("SELECT pg_logical_emit_message(true, 'end', '')");
        auto const all = database_.value(
            "SELECT coalesce(json_agg(substr(data, strpos(data, '{'))), '[]') FROM "
            "pg_logical_slot_get_changes('watched', NULL, NULL) WHERE data LIKE 'message: "
            "transactional: 1 prefix: lockstep.schema,%'");
        std::vector<nlohmann::json> list;
        for (auto const& each : nlohmann::json::parse(all)) {
            list.push_back(nlohmann::json::parse(each.get<std::string>()));
        }
        return list;
    }

private:
    TestDatabase database_;
    Project project_;
};

TEST_CASE("a plan that was applied is told in its transaction, with the tables that it changes") {
    Watched it("CREATE TABLE a (id int); CREATE TABLE gone (id int); CREATE TABLE same (id int)",
               "CREATE TABLE a (id int, b text); CREATE SCHEMA s; CREATE TABLE s.\"N.n\" (id int); "
               "CREATE TABLE same (id int); CREATE INDEX ON same (id)");
    auto const outcome = it.apply();
    REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.err);
    auto const messages = it.messages();
    REQUIRE_EQ(messages.size(), 1);
    CHECK_EQ(messages[0]["changed"].dump(), R"(["public.a","public.gone","s.N.n"])");
    auto const fingerprint = messages[0]["fingerprint"].get<std::string>();
    CHECK_EQ(fingerprint.size(), 64);
    CHECK_EQ(messages[0]["version"], fingerprint.substr(0, 12));
}

TEST_CASE("up to the last of several steps the schema is on its way") {
    Watched it("CREATE TYPE mood AS ENUM ('fine'); CREATE TABLE t (id int, m mood)",
               "CREATE TYPE mood AS ENUM ('fine', 'splendid'); CREATE TABLE t (id int, m mood "
               "DEFAULT 'splendid')");
    REQUIRE_EQ(it.apply().exit_code, 0);
    auto const messages = it.messages();
    REQUIRE_EQ(messages.size(), 2);
    auto const version = messages[1]["version"].get<std::string>();
    CHECK_EQ(version.size(), 12);
    CHECK_EQ(messages[0]["version"], version + "~1/2");
    CHECK_FALSE(messages[0].contains("fingerprint"));
    CHECK_EQ(messages[0]["changed"].dump(), "[]");
    CHECK_EQ(messages[1]["changed"].dump(), R"(["public.t"])");
}

TEST_CASE("a version that was recorded is told by its number") {
    Watched it("CREATE TABLE a (id int)", "CREATE TABLE a (id int, b text)");
    REQUIRE_EQ(it.run({"version", "record", "--db", it.url()}).exit_code, 0);
    REQUIRE_EQ(it.apply().exit_code, 0);
    REQUIRE_EQ(it.run({"version", "record", "--db", it.url()}).exit_code, 0);
    auto const back = it.run({"apply", it.url(), "version:1", "--yes", "--allow", "data-loss"});
    REQUIRE_MESSAGE(back.exit_code == 0, back.err);
    auto const messages = it.messages();
    REQUIRE_EQ(messages.size(), 2);
    CHECK_EQ(messages[1]["version"], "1");
}

TEST_CASE("what does not run is not told") {
    Watched it("CREATE TABLE a (id int); INSERT INTO a VALUES (NULL)",
               "CREATE TABLE a (id int NOT NULL, b text)");
    CHECK_NE(it.apply().exit_code, 0);
    CHECK(it.messages().empty());
}

}  // namespace
}  // namespace lockstep::tests
