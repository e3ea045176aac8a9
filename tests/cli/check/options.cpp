#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

constexpr auto table = "CREATE TABLE orders (id bigint PRIMARY KEY);\n";
constexpr auto drift =
    "CREATE TABLE orders (id bigint PRIMARY KEY); CREATE INDEX more ON orders (id);";

/// A project with a config, whose database has one index too many.
class Drifted {
public:
    Drifted() : database_(drift) {
        project.write("schema.sql", table);
        project.write(
            "schema_sync_config.json",
            "// ours\n{\n  \"database\": { \"url_env\": \"SHOP\" },\n"
            "  \"local_schemas\": { \"definitions\": [{ \"source\": \"schema.sql\" }] }\n}\n");
    }
    Outcome check(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "check");
        return project.run(arguments, {{"SHOP", database_.url()}});
    }
    Project project;

private:
    TestDatabase database_;
};

TEST_CASE("the config names the database and the definitions, also from a folder below") {
    Drifted drifted;
    CHECK(drifted.check().exit_code == 1);
    drifted.project.write("deep/down/x", "");
    CHECK(drifted.check({"-C", "deep/down"}).exit_code == 1);
}

TEST_CASE("several outputs are written in one run, each in the format of its ending") {
    Drifted drifted;
    auto const outcome =
        drifted.check({"-o", "a.html", "-o", "a.sarif", "-o", "a.md", "-o", "a.xml", "-o", "a.json",
                       "-o", "a.txt", "--format", "github"});
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.out.starts_with("::"));
    CHECK(drifted.project.read("a.html").starts_with("<!doctype html>"));
    CHECK(holds(drifted.project.read("a.sarif"), "\"version\": \"2.1.0\""));
    CHECK(drifted.project.read("a.md").starts_with("#"));
    CHECK(drifted.project.read("a.xml").starts_with("<?xml"));
    CHECK(holds(drifted.project.read("a.json"), "\"lockstep/drift-report\""));
    CHECK(holds(drifted.project.read("a.txt"), " is not in step with schema.sql"));
}

TEST_CASE("an output whose ending names no format is refused before anything is done") {
    Drifted drifted;
    auto const outcome = drifted.check({"-o", "a.html", "-o", "a.pdf"});
    CHECK(outcome.exit_code == 2);
    CHECK(holds(outcome.err, "the ending of a.pdf names no format; known are .txt .json .md"));
    CHECK(!std::filesystem::exists(drifted.project.path("a.html")));
}

TEST_CASE("an output that cannot be written is named, and the report is not lost in silence") {
    Drifted drifted;
    auto const outcome = drifted.check({"-o", "no/folder/a.md"});
    CHECK(outcome.exit_code == 2);
    CHECK(holds(outcome.err, "no/folder/a.md"));
    CHECK(holds(outcome.err, "No such file or directory"));
}

TEST_CASE("drift below --fail-on is told and passes") {
    Drifted drifted;
    CHECK(drifted.check({"--fail-on", "low"}).exit_code == 1);
    auto const outcome = drifted.check({"--fail-on", "critical"});
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.out, "index public.more"));
}

TEST_CASE("accepted drift passes until its day, and the config keeps its comments") {
    Drifted drifted;
    auto const accepted = drifted.check({"--accept", "it is wanted", "--expires", "2999-01-31"});
    CHECK(accepted.exit_code == 0);
    CHECK(accepted.out ==
          "Accepted 1 finding in " + drifted.project.path("schema_sync_config.json") + "\n");
    auto const config = drifted.project.read("schema_sync_config.json");
    CHECK(config.starts_with("// ours\n"));
    CHECK(holds(config, "\"reason\": \"it is wanted\", \"expires\": \"2999-01-31\""));
    auto const after = drifted.check();
    CHECK(after.exit_code == 0);
    CHECK(after.out.empty());
    CHECK(after.err.empty());
    auto const told = drifted.check({"--format", "markdown"});
    CHECK(told.exit_code == 0);
    CHECK(holds(told.out, "1 is accepted for now"));
    CHECK(!holds(told.out, "What next"));
}

TEST_CASE("a day that is past or none is refused") {
    Drifted drifted;
    CHECK(drifted.check({"--accept", "x", "--expires", "2020-01-31"}).exit_code == 2);
    CHECK(drifted.check({"--accept", "x", "--expires", "tomorrow"}).exit_code == 2);
    CHECK(drifted.check({"--expires", "2999-01-31"}).exit_code == 2);
}

TEST_CASE("--strict passes where every object is of a kind that is tracked") {
    TestDatabase const database(table);
    Project const project;
    project.write("schema.sql", table);
    auto const outcome =
        project.run({"check", "--db", database.url(), "--against", "schema.sql", "--strict"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.empty());
}

TEST_CASE(
    "objects of kinds that are not tracked are counted and named, and --strict refuses them") {
    TestDatabase database(table);
    Project const project;
    project.write("schema.sql", table);
    std::vector<std::string> check{"check", "--db", database.url(), "--against", "schema.sql"};
    auto const counted =
        "3 objects of kinds that are not tracked: 2 large objects, 1 pg_catalog function\n";
    // What was in step, and remembered as that, has got them since.
    CHECK(project.run(check).out.empty());
    database.run("SELECT lo_create(0), lo_create(0)");
    CHECK(holds(project.run(check).out,
                "2 objects of kinds that are not tracked: 2 large objects\n"));
    database.run("CREATE FUNCTION pg_catalog.ours() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    for (int run = 0; run < 2; ++run) {  // the second time, too, when all is known
        auto const outcome = project.run(check);
        CHECK(outcome.exit_code == 0);
        CHECK(holds(outcome.out, counted));
        CHECK(outcome.err.empty());
    }
    check.emplace_back("--strict");
    auto const refused = project.run(check);
    CHECK(refused.exit_code == 1);
    CHECK(holds(refused.out, counted));
    CHECK(refused.err == "lockstep: --strict: there are objects of kinds that are not tracked\n");
}

TEST_CASE("--ignore leaves objects out by kind and name") {
    Drifted drifted;
    CHECK(drifted.check({"--ignore", "index:more"}).exit_code == 0);
    CHECK(drifted.check({"--ignore", "public.mor?"}).exit_code == 0);
    CHECK(drifted.check({"--ignore", "view:more"}).exit_code == 1);
}

TEST_CASE("--ignore with a kind that there is not says so") {
    Drifted drifted;
    auto const outcome = drifted.check({"--ignore", "tabel:more"});
    CHECK(outcome.exit_code == 2);
    CHECK(holds(outcome.err, "there is no kind \"tabel\"; did you mean \"table\"?"));
}

TEST_CASE("--if-configured passes in one line where no database is named") {
    Project const project;
    auto const outcome = project.run({"check", "--if-configured"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.starts_with("lockstep: nothing checked: "));
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
}

TEST_CASE("--if-configured passes where the config's variable is not set") {
    Drifted drifted;
    auto const outcome = drifted.project.run({"check", "--if-configured"});
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.err, "SHOP"));
}

TEST_CASE("--if-configured hides nothing where a database is named") {
    Drifted drifted;
    CHECK(drifted.check({"--if-configured"}).exit_code == 1);
    CHECK(
        drifted.project.run({"check", "--if-configured"}, {{"SHOP", "postgresql://127.0.0.1:1/x"}})
            .exit_code == 3);
}

TEST_CASE("without a database or definitions the way out is named") {
    Project const project;
    auto const outcome = project.run({"check"});
    CHECK(outcome.exit_code == 2);
    CHECK(holds(outcome.err,
                "hint: Name both: lockstep check --db URL --against SOURCE; or write a "
                "config: lockstep init\n"));
}

TEST_CASE("--no-cache leaves nothing in the cache") {
    Drifted drifted;
    auto const cache = drifted.project.path("cache");
    std::filesystem::create_directories(cache);
    auto const outcome =
        drifted.project.run({"check", "--no-cache", "--db", "empty:", "--against", "empty:"},
                            {{"XDG_CACHE_HOME", cache}});
    CHECK(outcome.exit_code == 0);
    CHECK(!std::filesystem::exists(cache + "/lockstep/schemas"));
    CHECK(!std::filesystem::exists(cache + "/lockstep/verdicts"));
}

TEST_CASE("options have twins in the environment, and the option comes first") {
    Drifted drifted;
    auto const run = [&](std::vector<std::string> const& arguments) {
        return drifted.project.run(arguments, {{"LOCKSTEP_FORMAT", "json"},
                                               {"LOCKSTEP_DB", "empty:"},
                                               {"LOCKSTEP_AGAINST", "schema.sql"}});
    };
    CHECK(run({"check"}).out.starts_with("{"));
    CHECK(run({"check", "--format", "markdown"}).out.starts_with("#"));
}

TEST_CASE("a format that check alone knows may stand in the environment") {
    Drifted drifted;
    auto const outcome = drifted.project.run({"check"}, {{"LOCKSTEP_FORMAT", "github"},
                                                         {"LOCKSTEP_DB", "empty:"},
                                                         {"LOCKSTEP_AGAINST", "schema.sql"}});
    CHECK(holds(outcome.out, "::error"));
}

TEST_CASE("colours come only when asked for or on a terminal") {
    Drifted drifted;
    CHECK(!holds(drifted.check().out, "\x1b["));
    CHECK(holds(drifted.check({"--color", "always"}).out, "\x1b["));
}

}  // namespace
}  // namespace lockstep::tests
