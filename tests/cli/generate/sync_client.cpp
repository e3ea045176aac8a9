// The generated client of the relay, with real databases: PGlite and SQLite, both from npm, as
// browsers have them; and with a relay that tests/languages/sync/relay.ts stands in for.
#include <filesystem>

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "base/text.hpp"
#include "support/project.hpp"

namespace lockstep::tests {
namespace {

namespace fs = std::filesystem;

fs::path const top = LOCKSTEP_SOURCE_DIR;

/// A repository with the client of the application in tests/languages/sync, and that application.
struct Site {
    Project project;

    Site() {
        auto const modules = top / "build/languages/node_modules";
        REQUIRE_MESSAGE(fs::exists(modules), "./dev languages fetches PGlite and SQLite from npm");
        fs::create_directory_symlink(modules, project.path("node_modules"));
        for (auto const& file : fs::directory_iterator(top / "tests/languages/sync")) {
            project.write("sync/" + file.path().filename().string(), read_text_file(file.path()));
        }
        auto const outcome =
            project.run({"generate", "typescript/*", "sqlite/*", "--db", "sync/schema.sql"});
        REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.err);
    }

    Outcome tool(std::string const& name, std::vector<std::string> const& arguments) const {
        auto options = project.options();
        options.folder = project.path();
        return run_program(project.path("node_modules/.bin/" + name), arguments, options);
    }
    /// Of all of them, or of those whose names hold a text.
    Outcome tests(std::string const& database, std::string const& some = {}) const {
        return tool("tsx", {"sync/run.ts", database, some});
    }
};

void check_all_pass(Outcome const& outcome) {
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.out, outcome.err);
    CHECK_MESSAGE(!holds(outcome.out, "NOT OK"), outcome.out);
    // That none is left out.
    CHECK(holds(outcome.out, "ok: a snapshot is copied, with values of all kinds\n"));
    CHECK(holds(outcome.out, "ok: a row is seen at once, pushed, and its echo dropped when the "));
    CHECK(holds(outcome.out, "ok: many changes of many sides end the same everywhere\n"));
}

TEST_CASE("the generated client keeps PGlite in step with a relay, offline and back") {
    check_all_pass(Site().tests("pglite"));
}

TEST_CASE("the generated client keeps SQLite in step with a relay, offline and back") {
    check_all_pass(Site().tests("sqlite"));
}

TEST_CASE("what tests the generated client does find what is wrong with it") {
    Site const site;
    auto const client = site.project.read("shared/sync-client.ts");
    auto const fails = [&](std::string const& right, std::string const& wrong,
                           std::string const& test) {
        REQUIRE_MESSAGE(holds(client, right), right);
        site.project.write("shared/sync-client.ts", replace_all(client, right, wrong));
        auto const outcome = site.tests("sqlite", test);
        return outcome.exit_code == 1 && holds(outcome.out, "NOT OK: " + test);
    };
    CHECK(fails("cursor !== message.prev", "false", "a gap is asked for again"));
    CHECK(fails("state.cursor = to.cursor;", "", "a stream is followed"));
    CHECK(fails("const first = firstOfRows(this.shown(entries));", "const first: Entry[] = [];",
                "of two writes the later one wins"));
}

TEST_CASE("the generated client takes rows of the table's type, and no others") {
    Site const site;
    site.project.write("tsconfig.json",
                       replace_all(read_text_file(top / "tests/languages/tsconfig.json"),
                                   "\"include\": [", "\"include\": [\"sync/typed.ts\", "));
    auto const outcome = site.tool("tsc", {"-p", "."});
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.out);
}

TEST_CASE("the client is taken for no definition of a table") {
    Site const site;
    auto const check =
        site.project.run({"check", "--db", "sync/schema.sql", "--against", "typescript:shared"});
    CHECK(!holds(check.out + check.err, "sync-client"));
    CHECK(holds(check.out, "shared"));
}

TEST_CASE("the client goes into the regions of a file as other code does") {
    Site const site;
    site.project.write("schema_sync_config.json",
                       R"({"code_generation": {"targets": [
                            {"template": "typescript/sync-client", "output": "own.ts",
                             "mode": "regions"}]}})");
    site.project.write("own.ts",
                       "// Ours.\n"
                       "// lockstep: begin SyncTypes\n"
                       "// lockstep: end\n"
                       "// lockstep: begin *\n"
                       "// lockstep: end\n");
    auto const outcome = site.project.run({"generate", "--db", "sync/schema.sql"});
    CHECK_MESSAGE(outcome.out == "updated own.ts\n", outcome.err);
    auto const text = site.project.read("own.ts");
    CHECK(
        text.starts_with("// Ours.\n"
                         "// lockstep: begin SyncTypes\n"
                         "/** What is synced, by the tables' names."));
    CHECK(holds(text, "\nexport class SyncClient {\n"));
    CHECK(site.project.run({"generate", "--check", "--db", "sync/schema.sql"}).exit_code == 0);
}

}  // namespace
}  // namespace lockstep::tests
