#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace lockstep::relay {

struct HttpAnswer {
    unsigned status = 200;
    std::string body;
    std::string type = "application/json";
};

/// Where to listen: "127.0.0.1:8137", "[::1]:0" (any free port). Throws Error(bad_input).
struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;
};
ListenAddress listen_address(std::string_view text);

/// Answers GET (and HEAD) on a thread of its own. A client has ten seconds and 8 kB for its
/// request, and there are at most a hundred at a time: nobody can keep others from an answer.
class HttpServer {
public:
    /// The answer to a path, without what follows a `?`; from the server's thread.
    using Handler = std::function<HttpAnswer(std::string_view path)>;

    /// Throws Error where it cannot listen there.
    HttpServer(ListenAddress const& address, Handler handler);
    ~HttpServer();
    HttpServer(HttpServer const&) = delete;
    HttpServer& operator=(HttpServer const&) = delete;

    std::uint16_t port() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lockstep::relay
