#include "relay/http_server.hpp"

#include <atomic>
#include <charconv>
#include <chrono>
#include <thread>
#include <utility>

#include <fmt/core.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace lockstep::relay {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr std::chrono::seconds patience{10};
constexpr std::uint32_t most_header_bytes = 8'192;
constexpr int most_sessions = 100;

/// One request and its answer; lives as long as something is under way.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(tcp::socket socket, HttpServer::Handler const& handler, int& count)
        : stream_(std::move(socket)), handler_(handler), count_(count) {
        ++count_;
        parser_.header_limit(most_header_bytes);
        parser_.body_limit(0);
    }
    ~HttpSession() { --count_; }
    HttpSession(HttpSession const&) = delete;
    HttpSession& operator=(HttpSession const&) = delete;

    void start() {
        stream_.expires_after(patience);
        http::async_read(stream_, buffer_, parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             self->on_read(error);
                         });
    }

private:
    void on_read(beast::error_code error) {
        if (error == http::error::end_of_stream || error == beast::error::timeout) {
            return;
        }
        auto answer = error ? HttpAnswer{400, "{\"error\":\"no request that could be read\"}\n"}
                            : answer_to(parser_.get());
        response_.version(11);
        response_.result(answer.status);
        response_.set(http::field::content_type, answer.type);
        response_.set(http::field::cache_control, "no-store");
        response_.keep_alive(false);
        response_.content_length(answer.body.size());
        if (error || parser_.get().method() != http::verb::head) {
            response_.body() = std::move(answer.body);
        }
        stream_.expires_after(patience);
        http::async_write(stream_, response_,
                          [self = shared_from_this()](beast::error_code, std::size_t) {
                              beast::error_code ignored;
                              self->stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
                          });
    }

    HttpAnswer answer_to(http::request<http::empty_body> const& request) const {
        if (request.method() != http::verb::get && request.method() != http::verb::head) {
            return {405, "{\"error\":\"GET alone is answered\"}\n"};
        }
        std::string_view const target(request.target().data(), request.target().size());
        try {
            return handler_(target.substr(0, target.find('?')));
        } catch (std::exception const& error) {
            log().error("a request could not be answered: {}", error.what());
            return {500, "{\"error\":\"see the relay's log\"}\n"};
        }
    }

    beast::tcp_stream stream_;
    HttpServer::Handler const& handler_;
    int& count_;
    beast::flat_buffer buffer_{most_header_bytes};
    http::request_parser<http::empty_body> parser_;
    http::response<http::string_body> response_;
};

}  // namespace

ListenAddress listen_address(std::string_view text) {
    auto const colon = text.rfind(':');
    auto host = text.substr(0, std::min(colon, text.size()));
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    }
    auto const digits =
        colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    unsigned port = 65'536;
    auto const end = digits.data() + digits.size();
    if (host.empty() || digits.empty() || std::from_chars(digits.data(), end, port).ptr != end ||
        port > 65'535) {
        throw Error(ExitCode::bad_input,
                    fmt::format("\"{}\" is no address to listen on", printable(text)),
                    "It is ADDRESS:PORT, as 127.0.0.1:8137 or [::1]:8137.");
    }
    return {std::string(host), static_cast<std::uint16_t>(port)};
}

struct HttpServer::State {
    State(ListenAddress const& address, Handler answer) : handler(std::move(answer)) {
        tcp::endpoint const endpoint(asio::ip::make_address(address.host), address.port);
        acceptor.open(endpoint.protocol());
        acceptor.set_option(asio::socket_base::reuse_address(true));
        acceptor.bind(endpoint);
        acceptor.listen();
    }

    void accept() {
        acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted) {
                return;
            }
            // Over the limit the connection is closed at once, as the socket goes.
            if (!error && sessions < most_sessions) {
                std::make_shared<HttpSession>(std::move(socket), handler, sessions)->start();
            }
            accept();
        });
    }

    Handler handler;
    int sessions = 0;
    asio::io_context context{1};
    tcp::acceptor acceptor{context};
    std::thread thread;
};

HttpServer::HttpServer(ListenAddress const& address, Handler handler) {
    try {
        state_ = std::make_unique<State>(address, std::move(handler));
    } catch (boost::system::system_error const& error) {
        throw Error(ExitCode::bad_input,
                    fmt::format("cannot listen on {}:{}: {}", address.host, address.port,
                                error.code().message()),
                    "Name another address: --listen, or `sync.listen` in the config.");
    }
    state_->accept();
    state_->thread = std::thread([state = state_.get()] { state->context.run(); });
}

HttpServer::~HttpServer() {
    state_->context.stop();
    state_->thread.join();
}

std::uint16_t HttpServer::port() const {
    return state_->acceptor.local_endpoint().port();
}

}  // namespace lockstep::relay
