#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "support/run.hpp"
#include "support/scratch.hpp"
#include "support/temporary_folder.hpp"

using namespace lockstep;
using namespace lockstep::tests;
namespace fs = std::filesystem;

namespace {

/// A check with a cache of its own.
struct Checked {
    TestDatabase database{"CREATE TABLE orders (id int)"};
    TemporaryFolder folder;
    std::map<std::string, std::string> environment;

    Checked() {
        fs::create_directory(folder / "cache");
        environment["XDG_CACHE_HOME"] = (folder / "cache").string();
    }
    Outcome check(std::string const& against) const {
        return run_lockstep({"-vv", "check", "--db", database.url(), "--against", against},
                            {.environment = environment, .folder = folder.path()});
    }
    /// Every statement that is sent is told of.
    bool makes_a_database(std::string const& against) const {
        auto const outcome = check(against);
        CHECK(outcome.exit_code == 0);
        return outcome.err.find("CREATE DATABASE") != std::string::npos;
    }
    std::vector<fs::path> entries() const {
        std::vector<fs::path> files;
        for (auto const& entry : fs::recursive_directory_iterator(folder / "cache")) {
            auto const name = entry.path().parent_path().filename();
            if (entry.is_regular_file() && (name == "schemas" || name == "verdicts")) {
                files.push_back(entry.path());
            }
        }
        return files;
    }
};

}  // namespace

TEST_CASE("unchanged definitions need no server of their own the second time") {
    Checked checked;
    checked.folder.write("a.sql", "CREATE TABLE orders (id int);");
    CHECK(checked.makes_a_database("a.sql"));
    CHECK_FALSE(checked.makes_a_database("a.sql"));
    SUBCASE("changed ones are seen") {
        checked.folder.write("a.sql", "CREATE TABLE orders (id bigint);");
        CHECK(checked.check("a.sql").exit_code == 1);
    }
    SUBCASE("and so is DDL") {
        checked.database.run("ALTER TABLE orders ADD total numeric");
        CHECK(checked.check("a.sql").exit_code == 1);
    }
    SUBCASE("also of an older transaction that commits later") {
        pg::Connection older(checked.database.url());
        older.execute(sql("BEGIN"));
        older.execute(sql("ALTER TABLE orders ADD total numeric"));
        checked.database.run("CREATE TABLE newer (); DROP TABLE newer");
        older.execute(sql("COMMIT"));
        CHECK(checked.check("a.sql").exit_code == 1);
    }
}

TEST_CASE("entries of the cache are for their owner alone, and damaged ones are ignored") {
    Checked checked;
    checked.folder.write("a.sql", "CREATE TABLE orders (id int);");
    for (int i = 0; i < 3; ++i) {
        REQUIRE(checked.check("a.sql").exit_code == 0);
    }
    REQUIRE_FALSE(checked.entries().empty());
    for (auto const& entry : checked.entries()) {
        CHECK(fs::status(entry).permissions() == fs::perms(0600));
        auto const size = fs::file_size(entry);
        std::fstream(entry, std::ios::in | std::ios::out | std::ios::binary)
            .seekp(static_cast<std::streamoff>(size / 2))
            .write("damage", 6);
    }
    auto const outcome = checked.check("a.sql");
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out == "");
}

TEST_CASE("an entry that others may write is ignored") {
    Checked checked;
    checked.folder.write("a.sql", "CREATE TABLE orders (id int);");
    REQUIRE(checked.check("a.sql").exit_code == 0);
    for (auto const& entry : checked.entries()) {
        fs::permissions(entry, fs::perms(0666));
    }
    CHECK(checked.makes_a_database("a.sql"));
}
