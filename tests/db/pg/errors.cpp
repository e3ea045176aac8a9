#include <array>
#include <chrono>
#include <csignal>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "support/scratch.hpp"
#include "support/temporary_folder.hpp"

using namespace lockstep;
using namespace lockstep::tests;

namespace {

struct Caught {
    ExitCode code = ExitCode::done;
    std::string message;
    std::string hint;

    bool says(std::string_view text) const { return message.find(text) != std::string::npos; }
    bool advises(std::string_view text) const { return hint.find(text) != std::string::npos; }
};

Caught connecting_to(std::string const& url, pg::ConnectOptions const& options = {}) {
    try {
        pg::Connection connection(url, options);
    } catch (lockstep::Error const& error) {
        return {error.code(), error.what(), error.hint()};
    }
    return {};
}

/// A port on loopback that is bound, so that nobody else takes it; it answers nothing, and refuses
/// connections unless it listens.
class Port {
public:
    explicit Port(bool listening) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        REQUIRE(::bind(socket_, any, size) == 0);
        REQUIRE(::getsockname(socket_, any, &size) == 0);
        number_ = ntohs(address.sin_port);
        if (listening) {
            REQUIRE(::listen(socket_, 1) == 0);
        }
    }
    ~Port() { ::close(socket_); }
    Port(Port const&) = delete;
    Port& operator=(Port const&) = delete;
    int number() const { return number_; }

private:
    int socket_;
    int number_ = 0;
};

/// A server that asks for passwords: pg_hba.conf of a scratch server of its own is changed.
pg::ScratchServer& server_with_passwords() {
    static pg::ScratchServer server(scratch_options());
    static bool const changed = [&] {
        pg::Connection admin(server.url());
        for (auto const& statement :
             {sql("SET password_encryption = 'scram-sha-256'"),
              sql("CREATE ROLE app LOGIN PASSWORD 'right one'"), sql("CREATE ROLE nobody_in LOGIN"),
              sql("CREATE DATABASE closed"), sql("REVOKE CONNECT ON DATABASE closed FROM PUBLIC"),
              sql("CREATE TABLE hba (line text)"),
              sql("INSERT INTO hba VALUES ('local all lockstep_scratch trust'), "
                  "('local all app scram-sha-256')"),
              sql("COPY hba TO PROGRAM 'cat > pg_hba.conf'"), sql("SELECT pg_reload_conf()")}) {
            admin.execute(statement);
        }
        return true;
    }();
    CHECK(changed);
    return server;
}

std::string as_user(std::string url, std::string const& user, std::string const& password) {
    return url + "&user=" + user + "&password=" + password;
}

}  // namespace

TEST_CASE("a wrong password is named, and never printed") {
    auto const url = as_user(server_with_passwords().url(), "app", "s3cr%2Fet");
    auto const caught = connecting_to(url);
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("password authentication failed for user \"app\""));
    CHECK(caught.advises("Check the user and the password"));
    CHECK_FALSE(caught.says("s3cr"));
    CHECK_FALSE(caught.says("28P01"));
    CHECK_FALSE(caught.says("LOCATION"));
    CHECK(connecting_to(as_user(server_with_passwords().url(), "app", "right%20one")).code ==
          ExitCode::done);
}

TEST_CASE("a missing password is named") {
    auto const caught =
        connecting_to(server_with_passwords().url() + "&user=app&passfile=/nowhere");
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("no password supplied"));
    CHECK(caught.advises("PGPASSWORD"));
}

TEST_CASE("a missing entry in pg_hba.conf is named") {
    auto const caught = connecting_to(as_user(server_with_passwords().url(), "nobody_in", "x"));
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("no pg_hba.conf entry"));
    CHECK(caught.advises("pg_hba.conf does not let this user in"));
}

TEST_CASE("a database without the right to connect is named") {
    auto const caught =
        connecting_to(as_user(server_with_passwords().url("closed"), "app", "right%20one"));
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.advises("GRANT CONNECT"));
}

TEST_CASE("a missing database is named") {
    auto const caught = connecting_to(shared_server().url("no_such_shop"));
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("FATAL: database \"no_such_shop\" does not exist"));
    CHECK(caught.advises("createdb"));
}

TEST_CASE("a missing role is named") {
    auto const caught = connecting_to(shared_server().url() + "&user=no_such_user");
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("role \"no_such_user\" does not exist"));
    CHECK(caught.advises("Check the user's name"));
}

TEST_CASE("an unknown host is named") {
    auto const caught = connecting_to("postgresql://app:secret@no-such-host.invalid/shop");
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("cannot connect to postgresql://app@no-such-host.invalid/shop: "));
    CHECK(caught.says("could not translate host name"));
    CHECK(caught.advises("Check the host's name"));
    CHECK_FALSE(caught.says("secret"));
}

TEST_CASE("a refused port is named") {
    Port const port(false);
    auto const caught =
        connecting_to(fmt::format("postgresql://app:secret@127.0.0.1:{}/shop", port.number()));
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("Connection refused"));
    CHECK(caught.advises("Check the host and the port"));
}

TEST_CASE("a missing socket is named") {
    TemporaryFolder const folder;
    auto const caught = connecting_to("postgresql:///shop?host=" + folder.path().string());
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("No such file or directory"));
    CHECK(caught.advises("socket's folder"));
}

TEST_CASE("an sslmode that does not exist is named") {
    auto const caught = connecting_to("postgresql://app@127.0.0.1/shop?sslmode=bogus");
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("sslmode"));
    CHECK(caught.advises("sslmode"));
}

TEST_CASE("a service that is not defined is named") {
    auto const caught = connecting_to("service=no_such_service");
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("no_such_service"));
    CHECK(caught.advises("service file"));
}

TEST_CASE("a server that accepts and says nothing is given up in time") {
    Port const port(true);
    pg::ConnectOptions options;
    options.connect_timeout = std::chrono::seconds(1);
    auto const start = std::chrono::steady_clock::now();
    auto const caught = connecting_to(
        fmt::format("postgresql://app@127.0.0.1:{}/shop?sslmode=disable", port.number()), options);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(4));
    CHECK(caught.code == ExitCode::cannot_connect);
    CHECK(caught.says("timeout"));
    CHECK(caught.advises("connect_timeout"));
}

TEST_CASE("a URL that cannot be read is bad input, and no part of it is printed") {
    for (auto const* url : {"postgresql://app:s3cr%zzet@db/shop", "postgresql://app:s3cret@db:x y/",
                            "password='s3cret", "host=db s3cret=x"}) {
        auto const caught = connecting_to(url);
        CHECK(caught.code != ExitCode::done);
        CHECK_FALSE(caught.says("s3cr"));
        CHECK_FALSE(caught.message.empty());
    }
}

TEST_CASE("a password that was not percent-encoded is not printed") {
    for (auto const* url :
         {"postgresql://app:s3c/ret@127.0.0.1:1/shop", "postgresql://app:s3c?ret@127.0.0.1:1/shop",
          "postgresql://app:s3c@ret@127.0.0.1:1/shop", "postgresql://app:s3c#ret@127.0.0.1:1/"}) {
        auto const caught = connecting_to(url);
        CAPTURE(caught.message);
        CHECK(caught.code != ExitCode::done);
        CHECK_FALSE(caught.says("s3c"));
        CHECK_FALSE(caught.says("ret"));
    }
}

TEST_CASE("the server's refusal comes with all its parts") {
    TestDatabase database;
    try {
        database.run(
            "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'LS001', DETAIL = 'the "
            "detail', HINT = 'the hint'; END $$");
        FAIL("no error");
    } catch (pg::Error const& error) {
        CHECK(error.code() == ExitCode::server_refused);
        CHECK(error.sqlstate() == "LS001");
        CHECK(error.server().message == "no");
        CHECK(error.server().detail == "the detail");
        CHECK(error.hint() == "the hint");
        CHECK(error.server().context == "PL/pgSQL function inline_code_block line 1 at RAISE");
    }
}

TEST_CASE("the message quotes the line of the statement in which the error is") {
    TestDatabase database;
    CHECK_THROWS_WITH_AS(database.run("SELECT 'größe',\n  nowhere.x\nFROM t"),
                         "the server refused a statement: relation \"t\" does not exist (42P01)\n"
                         "  statement: FROM t",
                         pg::Error);
}

TEST_CASE("a NUL or a control character from the server does not reach the terminal") {
    TestDatabase database;
    CHECK_THROWS_WITH_AS(database.run("DO $$ BEGIN RAISE EXCEPTION E'\\x1b[31mred'; END $$"),
                         doctest::Contains("\\x1b[31mred"), pg::Error);
}

TEST_CASE("a statement that takes too long is cancelled, and the connection goes on") {
    TestDatabase database;
    pg::ConnectOptions options;
    options.statement_timeout = std::chrono::milliseconds(100);
    pg::Connection connection(database.url(), options);
    try {
        connection.query(sql("SELECT pg_sleep(20)"));
        FAIL("no error");
    } catch (pg::Error const& error) {
        CHECK(error.sqlstate() == "57014");
        CHECK(error.server().message == "canceling statement due to statement timeout (100 ms)");
        CHECK(error.hint().find("statement_timeout") != std::string::npos);
    }
    CHECK(connection.query(sql("SELECT 1")).size() == 1);
    CHECK_THROWS_AS(connection.pipeline(std::array{sql("SELECT 1"), sql("SELECT pg_sleep(20)")},
                                        [](std::size_t, pg::Rows const&) {}),
                    pg::Error);
    CHECK(connection.query(sql("SELECT 1")).size() == 1);
}

TEST_CASE("the server's own statement_timeout is the same error") {
    TestDatabase database("SET statement_timeout = '50ms'");
    try {
        database.run("SELECT pg_sleep(20)");
        FAIL("no error");
    } catch (pg::Error const& error) {
        CHECK(error.sqlstate() == "57014");
        CHECK(error.hint().find("statement_timeout") != std::string::npos);
    }
}

TEST_CASE("a connection that the server ends is lost with the server's words") {
    TestDatabase database;
    pg::Connection other(database.url());
    try {
        other.query(sql("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(5)"));
        FAIL("no error");
    } catch (pg::ConnectionError const& error) {
        CHECK(error.code() == ExitCode::cannot_connect);
        CHECK(std::string(error.what()).find("the connection to postgresql://lockstep_scratch@/") ==
              0);
        CHECK(std::string(error.what())
                  .find("was lost: terminating connection due to administrator command") !=
              std::string::npos);
    }
    CHECK_FALSE(other.is_open());
    CHECK_THROWS_AS(other.query(sql("SELECT 1")), pg::ConnectionError);
}

TEST_CASE("a server process that is killed in mid-pipeline is a lost connection") {
    pg::ScratchServer server(scratch_options());
    pg::Connection connection(server.url());
    // The server sends a result when its buffer is full: the second query fills it.
    std::vector<Sql> const queries{sql("SELECT pg_backend_pid()"),
                                   sql("SELECT repeat('x', 100000)"), sql("SELECT pg_sleep(20)")};
    auto const kill_it = [&](std::size_t i, pg::Rows const& rows) {
        if (i == 0) {
            ::kill(std::stoi(std::string(rows.cell(0, 0))), SIGKILL);
        }
    };
    CHECK_THROWS_WITH_AS(connection.pipeline(queries, kill_it), doctest::Contains("was lost"),
                         pg::ConnectionError);
}
