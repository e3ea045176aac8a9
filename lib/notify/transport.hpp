#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace lockstep::notify {

/// Why a message did not arrive.
struct Failure {
    std::string why;                    // without anything secret of the URL
    bool may_pass = false;              // trying again may help
    std::chrono::milliseconds wait{0};  // what the server asks for before that
};

/// How long is waited for a server, and whom it is trusted by.
struct Link {
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
    std::chrono::milliseconds timeout = std::chrono::seconds(30);
    std::string ca_file;  // certificates of authorities, PEM; empty: the system's
};

struct Mail {
    std::string from;
    std::vector<std::string> to;
    std::string text;  // as `mail_text` gives
};

/// What is wrong with the URL of a server: empty when nothing is. Only `https:` and `smtps:`, and
/// `smtp:` with STARTTLS, leave this machine; to loopback all may go as they are.
std::string fault_of_webhook(std::string const& url);
std::string fault_of_mail_server(std::string const& url);
/// "https://hooks.slack.com": the part of a URL that is no secret.
std::string public_part(std::string const& url);

/// Sends to a URL that has no fault. Nothing where it arrived. Redirections are not followed.
std::optional<Failure> post_json(std::string const& url, std::string const& body, Link const& link);
std::optional<Failure> send_mail(std::string const& url, Mail const& mail, Link const& link);

}  // namespace lockstep::notify
