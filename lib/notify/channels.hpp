#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/load.hpp"
#include "notify/notice.hpp"
#include "notify/transport.hpp"

namespace lockstep::notify {

/// A way to tell people.
struct Channel {
    std::string name;   // "slack", "email": as in the config and in the history
    std::string where;  // for people, nothing secret in it: "Slack (https://hooks.slack.com)"
    std::function<std::optional<Failure>(Notice const&)> send;
};

/// Those that the config switches on. Throws Error(bad_input) for what one of them lacks: a
/// variable that is not set, a URL that would send in the clear, an address that is none.
std::vector<Channel> channels(config::Notifications const& notifications,
                              config::Environment const& environment, Link const& link = {});

/// How often and when it is tried again.
struct Retry {
    int attempts = 4;
    std::chrono::milliseconds first_pause = std::chrono::seconds(1);  // then twice as long, …
    std::chrono::milliseconds longest_pause =
        std::chrono::seconds(30);                            // also if more is asked for
    std::function<void(std::chrono::milliseconds)> pause{};  // null: sleeps
    std::function<void(std::string const&)> says{};  // what failed, and when it is tried again
};

/// Sends, and tries again where that may help. Throws Error: cannot_connect when it still fails,
/// bad_input when the server said no.
void deliver(Channel const& channel, Notice const& notice, Retry const& retry = {});

}  // namespace lockstep::notify
