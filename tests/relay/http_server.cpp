#include "relay/http_server.hpp"

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.hpp"

namespace lockstep::relay {
namespace {

/// What the server says to these bytes, until it closes the connection.
std::string exchange(std::uint16_t port, std::string_view request) {
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    REQUIRE_EQ(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    REQUIRE_EQ(::send(socket, request.data(), request.size(), MSG_NOSIGNAL),
               static_cast<ssize_t>(request.size()));
    ::shutdown(socket, SHUT_WR);
    std::string answer;
    char bytes[4096];
    for (ssize_t n = 0; (n = ::recv(socket, bytes, sizeof bytes, 0)) > 0;) {
        answer.append(bytes, static_cast<std::size_t>(n));
    }
    ::close(socket);
    return answer;
}

HttpServer serve() {
    return HttpServer({"127.0.0.1", 0}, [](std::string_view path) -> HttpAnswer {
        if (path == "/broken") {
            throw std::runtime_error("broken");
        }
        return {path == "/yes" ? 200U : 404U, "body of " + std::string(path) + "\n"};
    });
}

TEST_CASE("GET is answered by path, without what follows the question mark") {
    auto const server = serve();
    auto const answer = exchange(server.port(), "GET /yes?x=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(answer.ends_with("\r\n\r\nbody of /yes\n"));
    CHECK(exchange(server.port(), "GET /no HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 404"));
}

TEST_CASE("HEAD gets the head alone") {
    auto const server = serve();
    auto const answer = exchange(server.port(), "HEAD /yes HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(answer.ends_with("\r\n\r\n"));
    CHECK(answer.find("Content-Length: 13\r\n") != std::string::npos);
}

TEST_CASE("what is no GET, no HTTP, or too long is refused, and others are still answered") {
    auto const server = serve();
    CHECK(exchange(server.port(), "DELETE /yes HTTP/1.1\r\nHost: a\r\n\r\n")
              .starts_with("HTTP/1.1 405"));
    CHECK(exchange(server.port(), "\x16\x03\x01 no http\r\n\r\n").starts_with("HTTP/1.1 400"));
    auto const long_header = "GET /yes HTTP/1.1\r\nx: " + std::string(100'000, 'x') + "\r\n\r\n";
    auto const refused = exchange(server.port(), long_header);
    CHECK((refused.empty() || refused.starts_with("HTTP/1.1 400")));
    CHECK(exchange(server.port(), "GET /yes HTTP/1.1\r\nHost: a\r\n\r\n")
              .starts_with("HTTP/1.1 200"));
}

TEST_CASE("a handler that fails answers 500 and tells no secrets") {
    auto const server = serve();
    auto const answer = exchange(server.port(), "GET /broken HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(answer.starts_with("HTTP/1.1 500"));
    CHECK(answer.find("runtime") == std::string::npos);
}

TEST_CASE("addresses to listen on are a host and a port") {
    CHECK_EQ(listen_address("127.0.0.1:8137").port, 8137);
    CHECK_EQ(listen_address("[::1]:0").host, "::1");
    for (auto const* const text :
         {"", "8137", "127.0.0.1", "127.0.0.1:", ":80", "a:70000", "a:1x"}) {
        CHECK_THROWS_AS(listen_address(text), Error);
    }
}

TEST_CASE("a port that is taken is an error with the way out") {
    auto const server = serve();
    CHECK_THROWS_AS(HttpServer({"127.0.0.1", server.port()}, {}), Error);
    CHECK_THROWS_AS(HttpServer({"no.address", 0}, {}), Error);
}

}  // namespace
}  // namespace lockstep::relay
