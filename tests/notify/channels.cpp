// Notices to real servers on loopback.
#include "notify/channels.hpp"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "support/loopback_server.hpp"

namespace lockstep::tests {
namespace {

using namespace std::chrono_literals;
using notify::Channel;
using notify::Notice;

/// What became of a notice.
struct Sent {
    std::string error;  // empty: it arrived
    ExitCode code = ExitCode::done;
    std::vector<std::string> said;
    std::vector<std::chrono::milliseconds> pauses;
};

notify::Link quick() {
    return {.connect_timeout = 2s, .timeout = 2s, .ca_file = OwnCertificate::get().file()};
}

Channel slack(std::string const& url, notify::Link const& link = quick()) {
    config::Notifications config;
    config.slack = {.enabled = true, .webhook_url_env = "HOOK", .channel = ""};
    return notify::channels(config, {{"HOOK", url}}, link).at(0);
}

config::Notifications mail_config() {
    config::Notifications config;
    config.email = {.enabled = true,
                    .recipients = {"a@x.example", "b@x.example"},
                    .smtp_url_env = "MAIL",
                    .from = "lockstep@x.example"};
    return config;
}

Channel mail(std::string const& url, notify::Link const& link = quick()) {
    return notify::channels(mail_config(), {{"MAIL", url}}, link).at(0);
}

Sent send(Channel const& channel, Notice const& notice = notify::test_notice({})) {
    Sent sent;
    try {
        notify::deliver(channel, notice,
                        {.attempts = 3,
                         .pause = [&](auto time) { sent.pauses.push_back(time); },
                         .says = [&](std::string const& text) { sent.said.push_back(text); }});
    } catch (Error const& error) {
        sent.error = error.what();
        sent.code = error.code();
    }
    return sent;
}

TEST_CASE("Slack is told over TLS") {
    HttpServer const server({"200 OK\nok"}, true);
    CHECK(send(slack(server.url("/services/T/B/secret"))).error == "");
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0] ==
          std::string{"POST /services/T/B/secret\n"
                      R"({"text":"*This is a test of lockstep's notices*\n"})"});
}

TEST_CASE("a server with a certificate that nobody signed is not told, and not asked again") {
    HttpServer const server({"200 OK"}, true);
    auto const sent = send(slack(server.url("/secret"), {.timeout = 2s}));
    CHECK(sent.code == ExitCode::bad_input);
    CHECK(sent.error ==
          "Slack (https://127.0.0.1) did not take the notice: SSL certificate problem: self-signed "
          "certificate");
    CHECK(server.requests().empty());
    MailServer const mails({.tls = true});
    CHECK(send(mail(mails.url(), {.timeout = 2s})).error.ends_with("self-signed certificate"));
    CHECK(mails.mails().empty());
}

TEST_CASE("a server that is busy is asked again, after ever longer pauses") {
    HttpServer const server({"503 Busy", "500 Oh", "200 OK"});
    auto const sent = send(slack(server.url("/secret")));
    CHECK(sent.error == "");
    CHECK(sent.pauses == std::vector<std::chrono::milliseconds>{1s, 2s});
    CHECK(sent.said == std::vector<std::string>{
                           "Slack (http://127.0.0.1) did not take the notice: HTTP status 503; "
                           "tried again in 1.0 s",
                           "Slack (http://127.0.0.1) did not take the notice: HTTP status 500; "
                           "tried again in 2.0 s"});
    CHECK(server.requests().size() == 3);
}

TEST_CASE("a server that says how long to wait is waited for, within bounds") {
    HttpServer const server({"429 Slow|Retry-After: 7", "429 Slow|Retry-After: 3600", "200 OK"});
    auto const sent = send(slack(server.url("/secret")));
    CHECK(sent.error == "");
    CHECK(sent.pauses == std::vector<std::chrono::milliseconds>{7s, 30s});
}

TEST_CASE("a server that says no is not asked again, and its answer holds no secret") {
    HttpServer const server({"404 Not Found\nno_service at /services/T/B/secret\x1b[31m"});
    auto const sent = send(slack(server.url("/services/T/B/secret")));
    CHECK(sent.code == ExitCode::bad_input);
    CHECK(sent.error ==
          "Slack (http://127.0.0.1) did not take the notice: HTTP status 404: no_service at "
          "…\\x1b[31m");
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a redirection is not followed") {
    HttpServer const elsewhere({"200 OK"});
    HttpServer const server({"302 Found|Location: " + elsewhere.url("/x")});
    CHECK(send(slack(server.url("/secret"))).error.ends_with("HTTP status 302"));
    CHECK(elsewhere.requests().empty());
}

TEST_CASE("a slow server, and a dead one, are given up in the end") {
    HttpServer const slow({""});
    auto const late = send(slack(slow.url("/secret"), {.timeout = 100ms}));
    CHECK(late.code == ExitCode::cannot_connect);
    CHECK(late.error.starts_with(
        "Slack (http://127.0.0.1) did not take the notice, tried 3 times: Operation timed out "));
    CHECK(late.pauses.size() == 2);
    auto const port = dead_port();
    auto const dead = send(slack(fmt::format("http://127.0.0.1:{}/secret", port)));
    CHECK(dead.code == ExitCode::cannot_connect);
    CHECK(dead.error.find("secret") == std::string::npos);
    CHECK(dead.error.find(fmt::format("Failed to connect to 127.0.0.1 port {}", port)) !=
          std::string::npos);
    auto const no_mail = send(mail(fmt::format("smtp://user:hush@127.0.0.1:{}", port)));
    CHECK(no_mail.error.starts_with(
        "the mail server (smtp://127.0.0.1) did not take the notice, tried 3 times: "));
    CHECK(no_mail.error.find("hush") == std::string::npos);
}

TEST_CASE("mail goes over TLS from the start, with a password, to everybody") {
    MailServer const server({.tls = true, .password = "user:p@ss"});
    CHECK(send(mail(server.url("user:p%40ss@"))).error == "");
    REQUIRE(server.mails().size() == 1);
    auto const got = server.mails()[0];
    CHECK(
        got.starts_with("<a@x.example><b@x.example>\nDate: Thu, 01 Jan 1970 00:00:00 +0000\n"
                        "From: lockstep@x.example\nTo: a@x.example, b@x.example\n"
                        "Subject: [lockstep] This is a test of lockstep's notices\n"));
    CHECK(got.ends_with("\n\n(lockstep tells of each drift once; this is test.)\n"));
}

TEST_CASE("mail goes over STARTTLS where the server offers it") {
    MailServer const server({.starttls = true});
    CHECK(send(mail(server.url())).error == "");
    REQUIRE(server.mails().size() == 1);
    CHECK(server.mails()[0].starts_with("<a@x.example>"));
}

TEST_CASE("only a server on loopback gets mail in the clear") {
    MailServer const server({});
    CHECK(send(mail(server.url())).error == "");
    REQUIRE(server.mails().size() == 1);
    CHECK(server.mails()[0].starts_with("(in the clear) "));
}

TEST_CASE("a wrong password, and a recipient whom nobody knows, are told as the server says") {
    MailServer const strict({.tls = true, .password = "user:right"});
    auto const wrong = send(mail(strict.url("user:wrong@")));
    CHECK(wrong.code == ExitCode::bad_input);
    CHECK(wrong.error ==
          "the mail server (smtps://127.0.0.1) did not take the notice: Login denied (535 5.7.8 "
          "who are you?)");
    MailServer const unknown({.tls = true, .recipient_answer = "550 no such …"});
    CHECK(send(mail(unknown.url())).error ==
          "the mail server (smtps://127.0.0.1) did not take the notice: RCPT failed: 550 (550 no "
          "such …)");
    MailServer const busy({.tls = true, .recipient_answer = "450 later"});
    auto const later = send(mail(busy.url()));
    CHECK(later.code == ExitCode::cannot_connect);
    CHECK(later.pauses.size() == 2);
    CHECK(unknown.mails().empty());
}

std::string error_of(config::Notifications const& config, config::Environment const& environment) {
    try {
        notify::channels(config, environment);
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::bad_input);
        CHECK(error.hint() == "See: lockstep config");
        return error.what();
    }
    return "";
}

TEST_CASE("what a channel lacks is said, and no secret with it") {
    config::Notifications config;
    CHECK(notify::channels(config, {}).empty());
    config.slack.enabled = true;
    CHECK(error_of(config, {}) == "notifications.slack.webhook_url_env names no variable");
    config.slack.webhook_url_env = "HOOK";
    CHECK(error_of(config, {}) ==
          "the variable HOOK, which notifications.slack.webhook_url_env names, is not set");
    CHECK(error_of(config, {{"HOOK", "not/a url"}}) ==
          "what the variable HOOK holds is no URL; it looks like "
          "https://hooks.slack.com/services/…");
    CHECK(error_of(config, {{"HOOK", "http://hooks.slack.com/secret"}}) ==
          "what the variable HOOK holds begins with http://, and https:// is needed");
    CHECK(error_of(config, {{"HOOK", "file:///etc/passwd"}}).find("passwd") == std::string::npos);
    auto const with = [](auto change) {
        auto email = mail_config();
        change(email.email);
        return error_of(email, {{"MAIL", "smtps://mail.x.example"}});
    };
    CHECK(with([](auto&) {}) == "");
    CHECK(with([](auto& it) { it.from = ""; }) == "notifications.email.from: \"\" is no address");
    CHECK(with([](auto& it) { it.recipients.clear(); }) ==
          "notifications.email.recipients names nobody");
    CHECK(with([](auto& it) { it.recipients = {"a@b>\r\nDATA"}; }).ends_with("is no address"));
}

}  // namespace
}  // namespace lockstep::tests
