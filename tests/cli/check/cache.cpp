#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/files.hpp"
#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

namespace fs = std::filesystem;

constexpr auto orders = "CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n";

/// A database in step with `schema.sql`, and a cache of this test's own.
class Cached {
public:
    Cached() {
        fs::create_directories(cache());
        project.write("schema.sql", orders);
    }
    Outcome check(std::string const& against = "schema.sql",
                  std::string const& program = LOCKSTEP_BINARY) const {
        return run_program(program, {"check", "--db", database_.url(), "--against", against},
                           project.options(environment()));
    }
    /// Every statement that is sent is told of, and definitions that are not known are run.
    bool runs_definitions(std::string const& program = LOCKSTEP_BINARY) const {
        auto const outcome = run_program(
            program, {"-vv", "check", "--db", database_.url(), "--against", "schema.sql"},
            project.options(environment()));
        CAPTURE(outcome.err);
        CHECK(outcome.exit_code == 0);
        CHECK(outcome.out.empty());
        return holds(outcome.err, "CREATE DATABASE");
    }
    std::map<std::string, std::string> environment() const { return {{"XDG_CACHE_HOME", cache()}}; }
    std::vector<fs::path> entries() const {
        std::vector<fs::path> files;
        for (auto const* const folder : {"schemas", "verdicts"}) {
            std::error_code absent;
            for (auto const& entry :
                 fs::directory_iterator(cache() + "/lockstep/" + folder, absent)) {
                files.push_back(entry.path());
            }
        }
        std::sort(files.begin(), files.end());
        return files;
    }
    std::string cache() const { return project.path("cache"); }
    std::string const& url() const { return database_.url(); }
    void run(std::string_view statements) { database_.run(statements); }

    Project project;

private:
    TestDatabase database_{orders};
};

std::vector<fs::path> without(std::vector<fs::path> files, std::vector<fs::path> const& others) {
    std::erase_if(files, [&](fs::path const& file) {
        return std::find(others.begin(), others.end(), file) != others.end();
    });
    return files;
}

TEST_CASE("processes that share a cache at the same time are all right, and leave it sound") {
    Cached cached;
    cached.project.write("other.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);\n");
    for (int round = 0; round < 3; ++round) {
        fs::remove_all(cached.cache() + "/lockstep/schemas");
        fs::remove_all(cached.cache() + "/lockstep/verdicts");
        std::vector<Outcome> outcomes(6);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            threads.emplace_back(
                [&, i] { outcomes[i] = cached.check(i % 3 == 2 ? "other.sql" : "schema.sql"); });
        }
        std::for_each(threads.begin(), threads.end(), [](std::thread& thread) { thread.join(); });
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            CAPTURE(outcomes[i].err);
            CHECK(outcomes[i].exit_code == (i % 3 == 2 ? 1 : 0));
            CHECK(outcomes[i].err.empty());
            CHECK(holds(outcomes[i].out, "column note") == (i % 3 == 2));
        }
        CHECK_FALSE(cached.runs_definitions());
        CHECK(cached.check("other.sql").exit_code == 1);
    }
    // Files under way have another name than a digest.
    for (auto const& entry : cached.entries()) {
        CHECK(entry.filename().string().size() == 64);
    }
    CHECK(cached.project.leftovers().empty());
}

TEST_CASE("the cache is its owner's alone: folders 0700, files 0600, whatever the umask") {
    Cached cached;
    auto const outcome = run_program("/bin/sh",
                                     {"-c", "umask 0; exec " LOCKSTEP_BINARY " check --db '" +
                                                cached.url() + "' --against schema.sql"},
                                     cached.project.options(cached.environment()));
    CHECK(outcome.exit_code == 0);
    for (auto const* const folder : {"", "/schemas", "/verdicts"}) {
        CAPTURE(folder);
        CHECK(fs::status(cached.cache() + "/lockstep" + folder).permissions() ==
              fs::perms::owner_all);
    }
    CHECK(cached.entries().size() >= 3);
    for (auto const& entry : cached.entries()) {
        CHECK(fs::status(entry).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    }
}

TEST_CASE("the entries of another build of the tool are not read, and stay as they are") {
    Cached cached;
    auto const other = cached.project.path("lockstep");
    fs::copy_file(LOCKSTEP_BINARY, other);
    std::ofstream(other, std::ios::app | std::ios::binary) << "another build";
    CHECK(cached.runs_definitions());
    auto const own = cached.entries();
    CHECK(cached.runs_definitions(other));
    CHECK_FALSE(cached.runs_definitions());
    CHECK_FALSE(cached.runs_definitions(other));
    SUBCASE("also where one lies under the other's name") {
        auto const foreign = without(cached.entries(), own);
        REQUIRE_FALSE(foreign.empty());
        for (auto const& entry : own) {
            for (auto const& from : foreign) {
                if (from.parent_path() == entry.parent_path()) {
                    fs::copy_file(from, entry, fs::copy_options::overwrite_existing);
                }
            }
        }
        CHECK(cached.runs_definitions());
        CHECK_FALSE(cached.runs_definitions());
    }
}

/// What the files of the cache are replaced by.
struct Damage {
    char const* what;
    std::string (*of)(std::string const& content);
};

constexpr Damage damages[] = {
    {"empty", [](std::string const&) { return std::string(); }},
    {"one byte", [](std::string const&) { return std::string("x"); }},
    {"another program's file", [](std::string const&) { return std::string(100'000, '{'); }},
    {"cut within the head", [](std::string const& content) { return content.substr(0, 40); }},
    {"a flipped bit in the head",
     [](std::string const& content) {
         auto changed = content;
         changed[10] = static_cast<char>(changed[10] ^ 1);
         return changed;
     }},
    {"sizes out of all bounds",
     [](std::string const& content) {
         auto changed = content;
         constexpr std::size_t sizes = 96;  // behind three digests
         for (auto i = sizes; i < std::min(changed.size(), sizes + 8); ++i) {
             changed[i] = '\xff';
         }
         changed[0] = 'x';
         return changed;
     }},
};

TEST_CASE("damaged and foreign files in the cache are passed over in silence, and written anew") {
    Cached cached;
    REQUIRE(cached.runs_definitions());
    for (auto const& damage : damages) {
        CAPTURE(damage.what);
        REQUIRE_FALSE(cached.runs_definitions());
        for (auto const& entry : cached.entries()) {
            auto const content = read_file_if_any(entry).value_or("");
            std::ofstream(entry, std::ios::binary | std::ios::trunc) << damage.of(content);
        }
        CHECK(cached.runs_definitions());
    }
    CHECK_FALSE(cached.runs_definitions());
    auto const outcome = cached.check();
    CHECK(outcome.err.empty());
    // Nor is drift overlooked.
    for (auto const& entry : cached.entries()) {
        auto content = read_file_if_any(entry).value_or("");
        content[content.size() - 1] = static_cast<char>(content.back() ^ 1);
        std::ofstream(entry, std::ios::binary | std::ios::trunc) << content;
    }
    cached.run("ALTER TABLE orders ALTER note SET NOT NULL");
    auto const drift = cached.check();
    CHECK(drift.exit_code == 1);
    CHECK(holds(drift.out, "column note: not null differs"));
    CHECK(drift.err.empty());
}

TEST_CASE("folders and links in the place of entries do no harm") {
    Cached cached;
    REQUIRE(cached.runs_definitions());
    cached.project.write("victim", "untouched");
    fs::permissions(cached.project.path("victim"), fs::perms{0600});
    bool folder = false;
    for (auto const& entry : cached.entries()) {
        fs::remove(entry);
        folder = !folder;
        if (folder) {
            fs::create_directory(entry);
        } else {
            fs::create_symlink(cached.project.path("victim"), entry);
        }
    }
    auto const outcome = cached.check();
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.empty());
    CHECK(cached.project.read("victim") == "untouched");
}

TEST_CASE("a cache for which the disk is full is told in a warning; the answer is the right one") {
    Cached cached;
    REQUIRE(cached.project.run({"inspect", cached.url(), "-o", "snapshot.json"}).exit_code == 0);
    // No file may grow, which a write finds as it finds a full disk. The messages go into a pipe.
    auto const check = [&] {
        return run_program(
                   "/bin/sh",
                   {"-c", "(trap '' XFSZ; ulimit -f 0; " LOCKSTEP_BINARY " check --db '" +
                              cached.url() + "' --against snapshot.json; echo code $?) 2>&1 | cat"},
                   cached.project.options(cached.environment()))
            .out;
    };
    auto const in_step = check();
    CAPTURE(in_step);
    CHECK(holds(in_step, "the cache could not be written: cannot write " + cached.cache()));
    CHECK(holds(in_step, ": File too large"));
    CHECK(in_step.ends_with("code 0\n"));
    cached.run("ALTER TABLE orders DROP note");
    auto const drift = check();
    CHECK(holds(drift, "column note"));
    CHECK(drift.ends_with("code 1\n"));
    CHECK(cached.entries().empty());
}

}  // namespace
}  // namespace lockstep::tests
