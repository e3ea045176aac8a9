#include "support/loopback_server.hpp"

#include <csignal>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/text.hpp"
#include "support/folder.hpp"

namespace lockstep::tests {

namespace {

void check(bool good, char const* what) {
    if (!good) {
        throw std::runtime_error(fmt::format("{} failed", what));
    }
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

void add_names(X509* certificate) {
    char names[] = "IP:127.0.0.1,DNS:localhost";
    auto* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names);
    check(X509_add_ext(certificate, extension, -1) == 1, "X509_add_ext");
    X509_EXTENSION_free(extension);
}

Certificate certificate_for(EVP_PKEY* key) {
    constexpr long a_day = 24L * 60 * 60;
    Certificate certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -a_day);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), a_day);
    X509_set_pubkey(certificate.get(), key);
    auto* const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC,
                               reinterpret_cast<unsigned char const*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    add_names(certificate.get());
    check(X509_sign(certificate.get(), key, EVP_sha256()) > 0, "X509_sign");
    return certificate;
}

std::string pem_of(X509* certificate) {
    std::unique_ptr<BIO, decltype(&BIO_free_all)> const memory(BIO_new(BIO_s_mem()), BIO_free_all);
    check(PEM_write_bio_X509(memory.get(), certificate) == 1, "PEM_write_bio_X509");
    char* text = nullptr;
    auto const size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

int listening_socket() {
    auto const descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "bind");
    check(::listen(descriptor, 8) == 0, "listen");
    return descriptor;
}

int port_of(int descriptor) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    check(::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0,
          "getsockname");
    return ntohs(address.sin_port);
}

std::string from_base64(std::string const& text) {
    std::string bytes(text.size(), '\0');
    auto const size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                      reinterpret_cast<unsigned char const*>(text.data()),
                                      static_cast<int>(text.size()));
    bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return bytes;
}

}  // namespace

OwnCertificate const& OwnCertificate::get() {
    static OwnCertificate const certificate;
    return certificate;
}

OwnCertificate::OwnCertificate() {
    static Folder const folder;
    Key const key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    auto const certificate = certificate_for(key.get());
    context_ = std::shared_ptr<SSL_CTX>(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    check(SSL_CTX_use_certificate(context_.get(), certificate.get()) == 1, "use_certificate");
    check(SSL_CTX_use_PrivateKey(context_.get(), key.get()) == 1, "use_PrivateKey");
    file_ = folder.write("own.pem", pem_of(certificate.get()));
}

Peer::~Peer() {
    if (ssl_ != nullptr) {
        SSL_shutdown(ssl_);
        SSL_free(ssl_);
    }
}

bool Peer::start_tls() {
    ssl_ = SSL_new(OwnCertificate::get().context());
    SSL_set_fd(ssl_, descriptor_);
    gone_ = SSL_accept(ssl_) != 1;
    return !gone_;
}

char Peer::next() {
    char c = '\0';
    auto const got =
        ssl_ != nullptr ? SSL_read(ssl_, &c, 1) : static_cast<int>(::read(descriptor_, &c, 1));
    gone_ = gone_ || got != 1;
    return c;
}

std::string Peer::line() {
    std::string text;
    for (auto c = next(); !gone_ && c != '\n'; c = next()) {
        text += c;
    }
    if (text.ends_with('\r')) {
        text.pop_back();
    }
    return text;
}

std::string Peer::bytes(std::size_t count) {
    std::string text;
    while (!gone_ && text.size() < count) {
        text += next();
    }
    return text;
}

void Peer::say(std::string const& text) {
    if (ssl_ != nullptr) {
        SSL_write(ssl_, text.data(), static_cast<int>(text.size()));
    } else {
        ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
    }
}

LoopbackServer::LoopbackServer(std::function<void(Peer&)> serve) : serve_(std::move(serve)) {
    std::signal(SIGPIPE, SIG_IGN);
    listening_ = listening_socket();
    port_ = port_of(listening_);
    thread_ = std::thread([this] { run(); });
}

LoopbackServer::~LoopbackServer() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
        ::shutdown(listening_, SHUT_RDWR);
        if (current_ >= 0) {
            ::shutdown(current_, SHUT_RDWR);
        }
    }
    thread_.join();
    ::close(listening_);
}

void LoopbackServer::run() {
    for (;;) {
        auto const client = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
        {
            std::lock_guard const lock(mutex_);
            if (stopping_ || client < 0) {
                if (client >= 0) {
                    ::close(client);
                }
                return;
            }
            current_ = client;
        }
        {
            Peer peer(client);
            serve_(peer);
        }
        std::lock_guard const lock(mutex_);
        current_ = -1;
        ::close(client);
    }
}

HttpServer::HttpServer(std::vector<std::string> answers, bool tls)
    : answers_(std::move(answers)), tls_(tls), server_([this](Peer& peer) { serve(peer); }) {}

std::string HttpServer::url(std::string const& path) const {
    return fmt::format("{}://127.0.0.1:{}{}", tls_ ? "https" : "http", server_.port(), path);
}

std::vector<std::string> HttpServer::requests() const {
    std::lock_guard const lock(mutex_);
    return requests_;
}

void HttpServer::serve(Peer& peer) {
    if (tls_ && !peer.start_tls()) {
        return;
    }
    auto const first = peer.line();
    std::size_t length = 0;
    for (auto header = peer.line(); !header.empty(); header = peer.line()) {
        constexpr std::string_view name = "content-length:";
        if (to_lower(header).starts_with(name)) {
            length = std::stoul(header.substr(name.size()));
        }
    }
    auto const body = peer.bytes(length);
    if (peer.gone()) {
        return;
    }
    std::string answer;
    {
        std::lock_guard const lock(mutex_);
        answer = answers_[std::min(requests_.size(), answers_.size() - 1)];
        requests_.push_back(first.substr(0, first.rfind(' ')) + "\n" + body);
    }
    if (answer.empty()) {
        peer.line();  // comes back when the client has had enough
        return;
    }
    auto const blank = answer.find('\n');
    auto const text = blank == std::string::npos ? std::string() : answer.substr(blank + 1);
    peer.say(fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                         replace_all(answer.substr(0, blank), "|", "\r\n"), text.size(), text));
}

MailServer::MailServer(MailServerOptions options)
    : options_(std::move(options)), server_([this](Peer& peer) { serve(peer); }) {}

std::string MailServer::url(std::string const& user) const {
    return fmt::format("{}://{}127.0.0.1:{}", options_.tls ? "smtps" : "smtp", user,
                       server_.port());
}

std::vector<std::string> MailServer::mails() const {
    std::lock_guard const lock(mutex_);
    return mails_;
}

/// `AUTH PLAIN` and, in base64, NUL user NUL password.
bool MailServer::knows(std::string const& line) const {
    auto const said = from_base64(line.substr(line.rfind(' ') + 1));
    auto const wanted = '\0' + replace_all(options_.password, ":", std::string(1, '\0'));
    return said.starts_with(wanted);
}

void MailServer::take_data(Peer& peer, std::string const& recipients) {
    peer.say("354 go on\r\n");
    std::string text;
    for (auto line = peer.line(); !peer.gone() && line != "."; line = peer.line()) {
        text += line + "\n";
    }
    std::lock_guard const lock(mutex_);
    mails_.push_back((peer.is_safe() ? "" : "(in the clear) ") + recipients + "\n" + text);
}

void MailServer::serve(Peer& peer) {
    if (options_.tls && !peer.start_tls()) {
        return;
    }
    peer.say("220 here\r\n");
    std::string recipients;
    for (auto line = peer.line(); !peer.gone(); line = peer.line()) {
        auto const word = to_lower(line.substr(0, 4));
        if (word == "ehlo") {
            peer.say(fmt::format("250-here\r\n{}250 AUTH PLAIN\r\n",
                                 options_.starttls && !peer.is_safe() ? "250-STARTTLS\r\n" : ""));
        } else if (word == "star") {
            peer.say("220 go on\r\n");
            if (!peer.start_tls()) {
                return;
            }
        } else if (word == "auth") {
            if (line.size() == std::string_view("AUTH PLAIN").size()) {
                peer.say("334 \r\n");
                line = peer.line();
            }
            peer.say(knows(line) ? "235 welcome\r\n" : "535 5.7.8 who are you?\r\n");
        } else if (word == "rcpt") {
            recipients += line.substr(line.find('<'));
            peer.say(options_.recipient_answer + "\r\n");
        } else if (word == "data") {
            take_data(peer, recipients);
            peer.say("250 taken\r\n");
        } else if (word == "quit") {
            peer.say("221 bye\r\n");
            return;
        } else {
            peer.say("250 ok\r\n");
        }
    }
}

int dead_port() {
    auto const descriptor = listening_socket();
    auto const port = port_of(descriptor);
    ::close(descriptor);
    return port;
}

}  // namespace lockstep::tests
