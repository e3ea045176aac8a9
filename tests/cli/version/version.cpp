#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/text.hpp"
#include "support/json_schema.hpp"
#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

constexpr auto orders = "CREATE TABLE orders (id bigint PRIMARY KEY);\n";
constexpr auto more =
    "CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n"
    "CREATE VIEW v AS SELECT id FROM orders;\n";

/// A project with two versions, of some days.
struct History {
    Project project;

    History() {
        project.write("a.sql", orders);
        project.write("b.sql", more);
        CHECK(run({"record", "a.sql", "--who", "Anna"}).out == "Version 1 is recorded.\n");
        CHECK(run({"record", "b.sql", "--who", "Ben"}).out ==
              "Version 2 is recorded: 2 changes since version 1.\n");
        auto index = split(project.read(".lockstep/versions/index.jsonl"), '\n');
        for (std::size_t i : {0U, 1U}) {
            auto const at = index[i].find("\"date\":\"") + 8;
            index[i].replace(at, 20, i == 0 ? "2026-11-01T08:00:00Z" : "2026-11-20T09:30:00Z");
        }
        project.write(".lockstep/versions/index.jsonl", join(index, "\n"));
    }

    Outcome run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "version");
        return project.run(arguments);
    }
};

nlohmann::json valid_json(Outcome const& outcome) {
    CHECK(outcome.exit_code == 0);
    auto json = nlohmann::json::parse(outcome.out);
    CHECK(schema_errors(published_schema("versions"), json) == std::vector<std::string>{});
    return json;
}

TEST_CASE("where no version is recorded the list is empty, and says how to begin") {
    Project const project;
    auto const outcome = project.run({"version", "list"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == "lockstep: No version is recorded yet: lockstep version record\n");
    CHECK(valid_json(project.run({"version", "list", "--format", "json"}))["versions"].empty());
    auto const show = project.run({"version", "show"});
    CHECK(show.exit_code == 4);
    CHECK(show.err ==
          "lockstep: error: no version is recorded in .lockstep/versions\n"
          "hint: Record one: lockstep version record\n");
}

TEST_CASE("versions are listed, the newest first") {
    History const history;
    auto const lines = split(history.run({"list"}).out, '\n');
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].starts_with("2  2026-11-20T09:30:00Z  Ben   2 changes  "));
    CHECK(lines[1].starts_with("1  2026-11-01T08:00:00Z  Anna  the first  "));
    auto const json = valid_json(history.run({"list", "--format", "json"}));
    CHECK(json["versions"][0]["who"] == "Ben");
    CHECK(json["versions"][0]["tag"].is_null());
}

TEST_CASE("a schema that has not changed is no new version") {
    History const history;
    auto const before = history.project.read(".lockstep/versions/index.jsonl");
    CHECK(history.run({"record", "b.sql"}).out == "Nothing has changed since version 2.\n");
    CHECK(history.project.read(".lockstep/versions/index.jsonl") == before);
}

TEST_CASE("a version is shown with what it changed, as a snapshot and as SQL") {
    History const history;
    auto const text = history.run({"show"}).out;
    CHECK(
        text.starts_with("Version 2, recorded 2026-11-20T09:30:00Z by Ben\n"
                         "  column public.orders.note was added\n"
                         "  view public.v was added\n"
                         "\nIt holds "));
    CHECK(holds(history.run({"show", "1"}).out, "\n  the first version\n"));
    history.project.write("2.json", history.run({"show", "LATEST", "--format", "json"}).out);
    CHECK(history.project.run({"diff", "2.json", "b.sql"}).exit_code == 0);
    history.project.write("1.sql", history.run({"show", "1", "--format", "sql"}).out);
    CHECK(history.project.run({"diff", "1.sql", "a.sql"}).exit_code == 0);
}

TEST_CASE("what has changed since a day, and by whom") {
    History const history;
    auto const since = [&](std::string const& date) {
        return history.run({"show", "--since", date});
    };
    CHECK(since("2026-11-02").out ==
          "Version 2, recorded 2026-11-20T09:30:00Z by Ben\n"
          "  column public.orders.note was added\n"
          "  view public.v was added\n");
    CHECK(holds(since("2026-11-01").out, "\n\nVersion 1, recorded 2026-11-01T08:00:00Z by Anna\n"));
    CHECK(!holds(since("2026-11-01T08:00:01Z").out, "Version 1,"));
    CHECK(since("2026-11-21").out.empty());
    CHECK(since("2026-11-21").err ==
          "lockstep: No version up to 2 was recorded since 2026-11-21.\n");
    auto const json =
        valid_json(history.run({"show", "2", "--since", "2026-11-02", "--format", "json"}));
    CHECK(json["versions"][0]["made"][1] == "view public.v was added");
    auto const wrong = since("yesterday");
    CHECK(wrong.exit_code == 2);
    CHECK(wrong.err ==
          "lockstep: error: --since yesterday: that is no date\n"
          "hint: Write 2026-11-21 or 2026-11-21T03:00:00Z (UTC).\n");
}

TEST_CASE("a tag names a version wherever one is named") {
    History const history;
    CHECK(history.run({"tag", "1", "v1.0"}).out == "Version 1 is v1.0 now.\n");
    CHECK(holds(history.run({"list"}).out, "  v1.0\n"));
    CHECK(history.run({"show", "v1.0"}).out.starts_with("Version 1 (v1.0), recorded "));
    CHECK(history.project.run({"diff", "version:v1.0", "a.sql"}).exit_code == 0);
    auto const taken = history.run({"tag", "2", "v1.0"});
    CHECK(taken.exit_code == 2);
    CHECK(holds(taken.err, "the tag v1.0 is that of version 1 already"));
    auto const near = history.run({"show", "v1.1"});
    CHECK(near.exit_code == 4);
    CHECK(near.err ==
          "lockstep: error: there is no version \"v1.1\"; did you mean \"v1.0\"?\n"
          "hint: There are 1 to 2: lockstep version list\n");
}

TEST_CASE("two versions differ as any two schemas do") {
    History const history;
    auto const outcome = history.run({"diff", "1", "LATEST"});
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.out == history.project.run({"diff", "version:1", "version:2"}).out);
    CHECK(outcome.out.starts_with("From version:1 to version:2\n"));
    CHECK(holds(outcome.out, "column note is added"));
    CHECK(history.run({"diff", "2", "latest"}).exit_code == 0);
    CHECK(
        holds(history.run({"diff", "1", "2", "--format", "sarif"}).out, "\"version\": \"2.1.0\""));
}

TEST_CASE("a recorded version is a source like any other") {
    History const history;
    CHECK(history.project.run({"diff", "version:2", "b.sql"}).exit_code == 0);
    CHECK(history.project.run({"check", "--db", "a.sql", "--against", "version:1"}).exit_code == 0);
    CHECK(history.project.run({"check", "--db", "b.sql", "--against", "version:1"}).exit_code == 1);
    CHECK(history.project.run({"inspect", "version:1", "--format", "sql"}).exit_code == 0);
    CHECK(history.project.run({"diff", "version:3", "b.sql"}).exit_code == 4);
}

TEST_CASE("a database is taken back by the plan that rollback prints") {
    History const history;
    TestDatabase database(more);
    auto const rollback = [&](std::vector<std::string> const& extra = {}) {
        std::vector<std::string> words{"rollback", "1", "--db", database.url()};
        words.insert(words.end(), extra.begin(), extra.end());
        return history.run(words);
    };
    auto const refused = rollback();
    CHECK(refused.exit_code == 6);
    CHECK(refused.out.empty());
    CHECK(holds(refused.err, "ALTER TABLE public.orders DROP COLUMN note"));
    auto const plan = rollback({"--allow", "data-loss"});
    CHECK(plan.exit_code == 1);
    CHECK(holds(plan.out, "-- lockstep: to version:1\n"));
    CHECK(holds(plan.out, "-- lockstep: proof proved on PostgreSQL "));
    database.run(plan.out);
    CHECK(rollback().exit_code == 0);
    CHECK(history.project.run({"diff", database.url(), "a.sql"}).exit_code == 0);
}

TEST_CASE("a renamed column keeps its values on the way back") {
    Project const project;
    project.write("schema_sync_config.json",
                  R"({"sync_rules": {"renames": [{"kind": "column", "from": "public.orders.a",
                      "to": "public.orders.b"}]}})");
    project.write("a.sql", "CREATE TABLE orders (id bigint, a text);\n");
    project.write("b.sql", "CREATE TABLE orders (id bigint, b text);\n");
    CHECK(project.run({"version", "record", "a.sql"}).exit_code == 0);
    auto const plan = project.run({"version", "rollback", "1", "--db", "b.sql"});
    CHECK(holds(plan.out, "ALTER TABLE public.orders RENAME COLUMN b TO a;\n"));
}

TEST_CASE(
    "the configured database is recorded and rolled back without what the config leaves out") {
    Project const project;
    TestDatabase database(orders);
    project.write("schema_sync_config.json", R"({"database": {"url": ")" + database.url() +
                                                 R"(", "exclude_tables": ["public.audit*"]}})");
    database.run("CREATE TABLE audit_log (id int)");
    CHECK(project.run({"version", "record"}).exit_code == 0);
    CHECK(!holds(project.run({"version", "show", "--format", "sql"}).out, "audit_log"));
    auto const plan = project.run({"version", "rollback", "LATEST"});
    CHECK(plan.exit_code == 0);
    CHECK(holds(plan.out, "-- Nothing to change.\n"));
}

TEST_CASE("versions lie beside the config, wherever one works") {
    Project const project;
    project.write("schema_sync_config.json", "{}");
    project.write("deep/er/a.sql", orders);
    CHECK(project.run({"-C", "deep/er", "version", "record", "a.sql"}).exit_code == 0);
    CHECK(holds(project.read(".lockstep/versions/index.jsonl"), "\"number\":1"));
    CHECK(project.run({"-C", "deep", "diff", "version:1", "er/a.sql"}).exit_code == 0);
}

TEST_CASE("who records is told by git where nobody says it") {
    Project const project;
    project.write("a.sql", orders);
    CHECK(project.run({"version", "record", "a.sql"}, {{"GIT_AUTHOR_NAME", "Cleo"}}).exit_code ==
          0);
    CHECK(holds(project.read(".lockstep/versions/index.jsonl"), "\"who\":\"Cleo\""));
    project.write("b.sql", more);
    run_program("/usr/bin/git", {"init", "-q", project.path()});
    run_program("/usr/bin/git", {"-C", project.path(), "config", "user.name", "Dora"});
    CHECK(project.run({"version", "record", "b.sql"}).exit_code == 0);
    CHECK(holds(project.read(".lockstep/versions/index.jsonl"), "\"who\":\"Dora\""));
}

TEST_CASE("a damaged store is refused, and the file named") {
    History const history;
    write_file(history.project.path(".lockstep/versions/000001.full.zst"), "no zstd");
    auto const snapshot = history.run({"show", "2"});
    CHECK(snapshot.exit_code == 2);
    CHECK(snapshot.err ==
          "lockstep: error: .lockstep/versions/000001.full.zst is damaged: it is no snapshot that "
          "was compressed with zstd\n"
          "hint: Bring it back from version control: git checkout -- "
          ".lockstep/versions/000001.full.zst\n");
    history.project.write(".lockstep/versions/index.jsonl", "{}\n");
    auto const index = history.run({"list"});
    CHECK(index.exit_code == 2);
    CHECK(holds(index.err,
                "lockstep: error: .lockstep/versions/index.jsonl:1: it lacks \"number\"\n"));
}

TEST_CASE("what an action cannot do is refused with what it can") {
    Project const project;
    auto const error_of = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "version");
        auto const outcome = project.run(arguments);
        CHECK(outcome.exit_code == 2);
        return outcome.err;
    };
    CHECK(holds(error_of({}), "ACTION is required"));
    CHECK(holds(error_of({"shw"}), "did you mean \"show\"?"));
    CHECK(error_of({"diff", "1"}) ==
          "lockstep: error: lockstep version diff: 1 argument given\n"
          "hint: Write: lockstep version diff V V\n");
    CHECK(error_of({"list", "--format", "sarif"}) ==
          "lockstep: error: lockstep version list does not print sarif\n"
          "hint: Use --format text, json.\n");
    CHECK(holds(error_of({"list", "--since", "2026-11-21"}),
                "--since goes with show, not with list"));
    CHECK(holds(error_of({"show", "--since", "2026-11-21", "--format", "sql"}),
                "what has changed since a date is not printed as SQL"));
}

}  // namespace
}  // namespace lockstep::tests
