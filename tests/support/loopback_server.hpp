#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct ssl_ctx_st;
struct ssl_st;

namespace lockstep::tests {

/// A certificate for 127.0.0.1 and localhost that signs itself, made once a process. A client that
/// is to trust it names `file`.
class OwnCertificate {
public:
    static OwnCertificate const& get();
    std::string const& file() const { return file_; }
    ssl_ctx_st* context() const { return context_.get(); }

private:
    OwnCertificate();
    std::shared_ptr<ssl_ctx_st> context_;
    std::string file_;
};

/// One client of a server, as the server sees it. What the client has left behind reads as empty.
class Peer {
public:
    explicit Peer(int descriptor) : descriptor_(descriptor) {}
    ~Peer();
    Peer(Peer const&) = delete;
    Peer& operator=(Peer const&) = delete;

    /// False where the client does not trust us.
    bool start_tls();
    bool is_safe() const { return ssl_ != nullptr; }
    /// Without its end; nothing more: empty, and `gone`.
    std::string line();
    std::string bytes(std::size_t count);
    void say(std::string const& text);
    bool gone() const { return gone_; }

private:
    char next();

    int descriptor_;
    ssl_st* ssl_ = nullptr;
    bool gone_ = false;
};

/// Serves on a free port of 127.0.0.1, one client after the other, in a thread of its own.
class LoopbackServer {
public:
    explicit LoopbackServer(std::function<void(Peer&)> serve);
    ~LoopbackServer();
    LoopbackServer(LoopbackServer const&) = delete;
    LoopbackServer& operator=(LoopbackServer const&) = delete;

    int port() const { return port_; }

private:
    void run();

    std::function<void(Peer&)> serve_;
    int listening_ = -1;
    int port_ = 0;
    std::mutex mutex_;
    int current_ = -1;  // the client that is served
    bool stopping_ = false;
    std::thread thread_;
};

/// Answers requests, each with the next of these answers ("200 OK"), the last one again and again.
/// An empty answer: none at all, until the client goes away.
class HttpServer {
public:
    explicit HttpServer(std::vector<std::string> answers, bool tls = false);

    std::string url(std::string const& path) const;
    /// "POST /path", then the body, a request each.
    std::vector<std::string> requests() const;

private:
    void serve(Peer& peer);

    std::vector<std::string> answers_;
    bool tls_;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    LoopbackServer server_;
};

struct MailServerOptions {
    bool tls = false;        // from the first byte on (smtps)
    bool starttls = false;   // offered
    std::string password{};  // "user:password" that it wants; empty: none
    std::string recipient_answer = "250 ok";
};

/// Takes mail.
class MailServer {
public:
    explicit MailServer(MailServerOptions options);

    /// `user` holds "user:password@", or nothing.
    std::string url(std::string const& user = {}) const;
    /// Each mail: its recipients in a line, then its text; "(in the clear) " before it without TLS.
    std::vector<std::string> mails() const;

private:
    void serve(Peer& peer);
    void take_data(Peer& peer, std::string const& recipients);
    bool knows(std::string const& line) const;

    MailServerOptions options_;
    mutable std::mutex mutex_;
    std::vector<std::string> mails_;
    LoopbackServer server_;
};

/// A port of 127.0.0.1 on which nobody listens.
int dead_port();

}  // namespace lockstep::tests
