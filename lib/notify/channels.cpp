#include "notify/channels.hpp"

#include <algorithm>
#include <thread>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "notify/text.hpp"

namespace lockstep::notify {

namespace {

[[noreturn]] void refuse(std::string const& message) {
    throw Error(ExitCode::bad_input, message, "See: lockstep config");
}

/// The URL that the variable holds; `fault_of` says what is wrong with one. Never shown.
std::string url_in(config::Environment const& environment, std::string const& variable,
                   std::string const& key, std::string (*fault_of)(std::string const&)) {
    if (variable.empty()) {
        refuse(fmt::format("{} names no variable", key));
    }
    auto const found = environment.find(variable);
    if (found == environment.end() || found->second.empty()) {
        refuse(
            fmt::format("the variable {}, which {} names, is not set", printable(variable), key));
    }
    auto url = std::string(trim(found->second));
    if (auto const fault = fault_of(url); !fault.empty()) {
        refuse(fmt::format("what the variable {} holds {}", printable(variable), fault));
    }
    return url;
}

/// Not more than what would break out of a command of SMTP, or of a header line.
bool is_address(std::string_view text) {
    auto const at = text.find('@');
    bool const plain = std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < '\x7f' &&
               std::string_view("<>,;\"\\()").find(c) == std::string_view::npos;
    });
    return plain && at != std::string_view::npos && at > 0 && at + 1 < text.size();
}

void check_addresses(config::Email const& email) {
    if (!is_address(email.from)) {
        refuse(
            fmt::format("notifications.email.from: \"{}\" is no address", printable(email.from)));
    }
    if (email.recipients.empty()) {
        refuse("notifications.email.recipients names nobody");
    }
    for (auto const& recipient : email.recipients) {
        if (!is_address(recipient)) {
            refuse(fmt::format("notifications.email.recipients: \"{}\" is no address",
                               printable(recipient)));
        }
    }
}

Channel slack_channel(config::Slack const& slack, config::Environment const& environment,
                      Link const& link) {
    auto const url = url_in(environment, slack.webhook_url_env,
                            "notifications.slack.webhook_url_env", fault_of_webhook);
    return {.name = "slack",
            .where = fmt::format("Slack ({})", public_part(url)),
            .send = [=](Notice const& notice) {
                return post_json(url, slack_body(notice, slack), link);
            }};
}

Channel mail_channel(config::Email const& email, config::Environment const& environment,
                     Link const& link) {
    auto const url = url_in(environment, email.smtp_url_env, "notifications.email.smtp_url_env",
                            fault_of_mail_server);
    check_addresses(email);
    return {.name = "email",
            .where = fmt::format("the mail server ({})", public_part(url)),
            .send = [=](Notice const& notice) {
                return send_mail(
                    url,
                    {.from = email.from, .to = email.recipients, .text = mail_text(notice, email)},
                    link);
            }};
}

[[noreturn]] void give_up(Channel const& channel, Failure const& failure, int attempts) {
    throw Error(
        failure.may_pass ? ExitCode::cannot_connect : ExitCode::bad_input,
        fmt::format("{} did not take the notice{}: {}", channel.where,
                    attempts > 1 ? fmt::format(", tried {} times", attempts) : "", failure.why),
        failure.may_pass ? "Nobody was told there; lockstep notify --test tries again."
                         : "Mend the settings; lockstep notify --test tries them.");
}

}  // namespace

std::vector<Channel> channels(config::Notifications const& notifications,
                              config::Environment const& environment, Link const& link) {
    std::vector<Channel> list;
    if (notifications.slack.enabled) {
        list.push_back(slack_channel(notifications.slack, environment, link));
    }
    if (notifications.email.enabled) {
        list.push_back(mail_channel(notifications.email, environment, link));
    }
    return list;
}

void deliver(Channel const& channel, Notice const& notice, Retry const& retry) {
    auto pause = retry.first_pause;
    for (int attempt = 1;; ++attempt) {
        auto const failure = channel.send(notice);
        if (!failure) {
            return;
        }
        if (!failure->may_pass || attempt >= retry.attempts) {
            give_up(channel, *failure, attempt);
        }
        auto const wait = std::min(std::max(pause, failure->wait), retry.longest_pause);
        if (retry.says) {
            retry.says(fmt::format("{} did not take the notice: {}; tried again in {:.1f} s",
                                   channel.where, failure->why,
                                   std::chrono::duration<double>(wait).count()));
        }
        retry.pause ? retry.pause(wait) : std::this_thread::sleep_for(wait);
        pause *= 2;
    }
}

}  // namespace lockstep::notify
