#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <set>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "support/run.hpp"
#include "support/scratch.hpp"
#include "support/temporary_folder.hpp"

using namespace lockstep;
using namespace lockstep::tests;
namespace fs = std::filesystem;

namespace {

/// An environment variable for the length of a scope.
class Variable {
public:
    Variable(char const* name, std::string const& value) : name_(name) {
        if (char const* const before = std::getenv(name)) {
            before_ = before;
        }
        ::setenv(name, value.c_str(), 1);
    }
    ~Variable() {
        if (before_) {
            ::setenv(name_, before_->c_str(), 1);
        } else {
            ::unsetenv(name_);
        }
    }
    Variable(Variable const&) = delete;
    Variable& operator=(Variable const&) = delete;

private:
    char const* name_;
    std::optional<std::string> before_;
};

/// A temporary folder that other users can reach, used for scratch servers of one test alone.
class Corner {
public:
    Corner() : variable_("TMPDIR", folder_.path().string()) {
        fs::permissions(folder_.path(), fs::perms(0755));
    }
    std::vector<fs::path> scratch_folders() const {
        std::vector<fs::path> found;
        for (auto const& entry : fs::directory_iterator(folder_.path())) {
            found.push_back(entry.path());
        }
        return found;
    }

private:
    TemporaryFolder folder_;
    Variable variable_;
};

pid_t postmaster_of(fs::path const& scratch_folder) {
    auto const text = read_file_if_any(scratch_folder / "data/postmaster.pid").value_or("0");
    return std::atoi(text.c_str());
}

bool is_alive(pid_t pid) {
    auto const status = read_file_if_any(fmt::format("/proc/{}/stat", pid));
    return status && status->find(") Z ") == std::string::npos;
}

bool is_dead_within(pid_t pid, std::chrono::seconds patience) {
    for (auto const end = std::chrono::steady_clock::now() + patience;
         std::chrono::steady_clock::now() < end;) {
        if (!is_alive(pid)) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

/// Runs `body` in a child process, which it tells by writing a byte that it is where it should be.
template <typename Body>
pid_t in_child(Body const& body) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    auto const child = ::fork();
    if (child == 0) {
        int code = 99;
        try {
            code = body([&] { [[maybe_unused]] auto const n = ::write(ends[1], "", 1); });
        } catch (lockstep::Error const& error) {
            code = static_cast<int>(error.code());
        } catch (std::exception const& error) {
            std::fprintf(stderr, "child: %s\n", error.what());
        }
        ::_exit(code);
    }
    ::close(ends[1]);
    char byte = 0;
    REQUIRE(::read(ends[0], &byte, 1) == 1);
    ::close(ends[0]);
    return child;
}

int exit_code(pid_t child) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

TEST_CASE("a scratch server leaves no process and no file") {
    Corner const corner;
    pid_t postmaster = 0;
    {
        pg::ScratchServer server(scratch_options());
        REQUIRE(corner.scratch_folders().size() == 1);
        postmaster = postmaster_of(corner.scratch_folders()[0]);
        CHECK(is_alive(postmaster));
        CHECK(pg::Connection(server.url()).user() == pg::scratch_role);
    }
    CHECK_FALSE(is_alive(postmaster));
    CHECK(corner.scratch_folders().empty());
}

TEST_CASE("two scratch servers live side by side") {
    pg::ScratchServer one(scratch_options());
    pg::ScratchServer two(scratch_options());
    CHECK(one.url() != two.url());
    pg::Connection(one.url()).execute(sql("CREATE TABLE t ()"));
    pg::Connection(two.url()).execute(sql("CREATE TABLE t ()"));
}

TEST_CASE("a scratch server never runs as root") {
    pg::Connection connection(shared_server().url());
    auto const rows = connection.query(sql("SELECT pg_backend_pid()"));
    auto const status =
        read_file_if_any(fmt::format("/proc/{}/status", rows.cell(0, 0))).value_or("");
    CHECK(status.find("\nUid:\t") != std::string::npos);
    CHECK(status.find("\nUid:\t0") == std::string::npos);
    CHECK(status.find("\nGroups:\t0") == std::string::npos);
}

TEST_CASE("a scratch server listens on no port and can do logical replication") {
    TestDatabase database;
    CHECK(database.value("SHOW listen_addresses").empty());
    CHECK(database.value("SHOW wal_level") == "logical");
    CHECK(database.value("SHOW fsync") == "off");
    CHECK(database.value("SHOW server_encoding") == "UTF8");
    CHECK(database.value("SHOW lc_messages") == "C");
}

TEST_CASE("what the environment says of servers does not lead a scratch server's URL astray") {
    Variable const host("PGHOST", "no-such-host.invalid");
    Variable const address("PGHOSTADDR", "192.0.2.1");
    Variable const port("PGPORT", "1");
    Variable const options("PGOPTIONS", "-c search_path=nowhere");
    Variable const user("PGUSER", "nobody_we_know");
    pg::ScratchServer server(scratch_options());
    pg::Connection connection(server.url());
    CHECK(connection.user() == pg::scratch_role);
    CHECK(connection.query(sql("SHOW search_path")).cell(0, 0) == "\"$user\", public");
}

TEST_CASE("the server of a process that was killed dies, and the next run removes its folder") {
    Corner const corner;
    auto const child = in_child([](auto const& ready) {
        pg::ScratchServer server(scratch_options());
        ready();
        ::pause();
        return 0;
    });
    REQUIRE(corner.scratch_folders().size() == 1);
    auto const left = corner.scratch_folders()[0];
    auto const postmaster = postmaster_of(left);
    CHECK(is_alive(postmaster));
    ::kill(child, SIGKILL);
    CHECK(exit_code(child) == 128 + SIGKILL);
    CHECK(is_dead_within(postmaster, std::chrono::seconds(10)));
    CHECK(fs::exists(left));
    pg::ScratchServer server(scratch_options());
    CHECK_FALSE(fs::exists(left));
    CHECK(corner.scratch_folders().size() == 1);
}

TEST_CASE("the sweep leaves the folders of living processes and of others alone") {
    Corner const corner;
    pg::ScratchServer mine(scratch_options());
    auto const folder = fs::path(std::getenv("TMPDIR")) / "lockstep-scratch-strange";
    fs::create_directory(folder);
    std::ofstream(folder / "owner.txt") << "somebody's";
    auto const child = in_child([](auto const& ready) {
        pg::ScratchServer server(scratch_options());
        ready();
        return 0;
    });
    CHECK(exit_code(child) == 0);
    CHECK(pg::Connection(mine.url()).is_open());
    CHECK(fs::exists(folder));
}

TEST_CASE("SIGINT during a long query ends it, and its scratch server with it") {
    for (int const signal : {SIGINT, SIGTERM}) {
        Corner const corner;
        auto const child = in_child([](auto const& ready) {
            pg::cancel_statements_on_interrupt();
            pg::ScratchServer server(scratch_options());
            pg::ScratchDatabase database(server.url());
            pg::Connection connection(database.url());
            ready();
            connection.query(sql("SELECT pg_sleep(60)"));
            return 0;
        });
        auto const postmaster = postmaster_of(corner.scratch_folders().at(0));
        auto const start = std::chrono::steady_clock::now();
        ::kill(child, signal);
        CHECK(exit_code(child) == 130);
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
        CHECK_FALSE(is_alive(postmaster));
        CHECK(corner.scratch_folders().empty());
    }
}

TEST_CASE("SIGINT during a pipeline cancels the statement at the server") {
    TestDatabase database;
    auto const child = in_child([&](auto const& ready) {
        pg::cancel_statements_on_interrupt();
        pg::Connection connection(database.url());
        ready();
        std::vector<Sql> const queries(5, sql("SELECT pg_sleep(60) AS of_the_child"));
        connection.pipeline(queries, [](std::size_t, pg::Rows const&) {});
        return 0;
    });
    auto const running =
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%of_the_child' "
        "AND state = 'active'";
    for (int i = 0; i < 500 && database.value(running) != "1"; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(database.value(running) == "1");
    ::kill(child, SIGINT);
    CHECK(exit_code(child) == 130);
    CHECK(database.value(running) == "0");
}

TEST_CASE("a server that dies in mid-query is a lost connection") {
    Corner const corner;
    pg::ScratchServer server(scratch_options());
    pg::Connection connection(server.url());
    auto const postmaster = postmaster_of(corner.scratch_folders().at(0));
    std::thread killer([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        ::kill(postmaster, SIGQUIT);
    });
    CHECK_THROWS_WITH_AS(connection.query(sql("SELECT pg_sleep(30)")),
                         doctest::Contains("was lost"), pg::ConnectionError);
    killer.join();
}

TEST_CASE("a scratch database is dropped, also with others connected and after an exception") {
    pg::Connection admin(shared_server().url());
    std::string name;
    std::optional<pg::Connection> other;
    try {
        pg::ScratchDatabase database(shared_server().url());
        name = database.name();
        other.emplace(database.url());
        throw std::runtime_error("enough");
    } catch (std::runtime_error const&) {
    }
    auto const rows = admin.query(sql("SELECT FROM pg_database WHERE datname = $1"),
                                  std::array{pg::Parameter(name)});
    CHECK(rows.size() == 0);
}

TEST_CASE("scratch.url uses that server, and drops what dead processes left there") {
    std::string left;
    {
        pg::ScratchDatabase database(shared_server().url());
        left = database.name();
    }
    // The name that a process of this machine, dead by now, would have given.
    auto const child = ::fork();
    if (child == 0) {
        ::_exit(0);
    }
    CHECK(exit_code(child) == 0);
    left = replace_all(left, fmt::format("_{}_", ::getpid()), fmt::format("_{}_", child));
    pg::Connection admin(shared_server().url());
    admin.execute(sql("CREATE DATABASE {}", ident(left)));
    admin.execute(sql("CREATE DATABASE lockstep_00000000_1_1"));
    pg::ScratchDatabase living(shared_server().url());

    auto options = scratch_options();
    options.url = shared_server().url();
    pg::ScratchServer server(options);
    CHECK(server.role() == pg::scratch_role);
    CHECK(server.server_version() == shared_server().server_version());
    auto const names = admin.query(sql("SELECT datname FROM pg_database"));
    std::set<std::string> found;
    for (std::size_t row = 0; row < names.size(); ++row) {
        found.emplace(names.cell(row, 0));
    }
    CHECK_FALSE(found.contains(left));
    CHECK(found.contains(living.name()));
    CHECK(found.contains("lockstep_00000000_1_1"));
    admin.execute(sql("DROP DATABASE lockstep_00000000_1_1"));
}

TEST_CASE("a long TMPDIR does not make the socket's path too long") {
    TemporaryFolder const folder;
    auto const deep = folder.path() / std::string(100, 'd');
    fs::create_directory(deep);
    Variable const variable("TMPDIR", deep.string());
    pg::ScratchServer server(scratch_options());
    CHECK(pg::Connection(server.url()).is_open());
    CHECK(fs::is_empty(deep));
}

TEST_CASE("initdb runs once: the second server is copied from the cache") {
    TemporaryFolder const cache;
    Variable const variable("XDG_CACHE_HOME", cache.path().string());
    { pg::ScratchServer const first(scratch_options()); }
    std::optional<fs::path> kept;
    for (auto const& entry : fs::directory_iterator(cache / "lockstep")) {
        if (entry.is_directory()) {
            CHECK_FALSE(kept.has_value());
            kept = entry.path();
        }
    }
    REQUIRE(kept.has_value());
    CHECK(kept->filename().string().starts_with("pg-"));
    std::ofstream(*kept / "mark") << "x";
    Corner const corner;
    pg::ScratchServer const second(scratch_options());
    CHECK(fs::exists(corner.scratch_folders().at(0) / "data/mark"));
}

TEST_CASE("a damaged result of initdb in the cache is made anew") {
    TemporaryFolder const cache;
    Variable const variable("XDG_CACHE_HOME", cache.path().string());
    { pg::ScratchServer const first(scratch_options()); }
    for (auto const& entry : fs::recursive_directory_iterator(cache.path())) {
        if (entry.path().filename() == "pg_control") {
            fs::resize_file(entry.path(), 0);
        }
    }
    { pg::ScratchServer const second(scratch_options()); }
    Corner const corner;
    pg::ScratchServer const third(scratch_options());
    CHECK(pg::Connection(third.url()).is_open());
}

TEST_CASE("a scratch server works where there can be no cache") {
    Variable const cache("XDG_CACHE_HOME", "/proc/nowhere");
    pg::ScratchServer const server(scratch_options());
    CHECK(pg::Connection(server.url()).is_open());
}

TEST_CASE("what the user names as the server's folder must be one") {
    TemporaryFolder const folder;
    pg::ScratchOptions options;
    options.binaries = folder.path();
    try {
        pg::ScratchServer server(options);
        FAIL("no error");
    } catch (lockstep::Error const& error) {
        CHECK(error.code() == ExitCode::not_found);
        CHECK(std::string(error.what()) ==
              fmt::format("scratch.binaries names {}, where no working initdb and postgres are",
                          folder.path().string()));
        CHECK(error.hint().find("LOCKSTEP_PG_BIN") != std::string::npos);
    }
}

TEST_CASE("installations are found, each once and with its version") {
    auto const found = pg::find_installations();
    REQUIRE_FALSE(found.empty());
    std::set<fs::path> folders;
    for (auto const& one : found) {
        CHECK(folders.insert(one.bin).second);
        CHECK(one.major >= 13);
        CHECK(fs::exists(one.bin / "initdb"));
    }
    CHECK(std::is_sorted(found.begin(), found.end(),
                         [](auto const& a, auto const& b) { return a.major > b.major; }));
}
