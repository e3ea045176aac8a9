#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "policy/finding.hpp"

namespace lockstep::notify {

/// What people are told: that a database and its definitions have drifted apart.
struct Notice {
    struct Item {
        std::string severity;  // "high"
        std::string text;      // "column public.orders.note was added"
    };

    std::string title;        // "postgresql://app@db/shop is not in step with schema/"
    std::string fingerprint;  // of the drift; the same drift is told once
    std::vector<Item> findings;
    std::size_t more = 0;  // findings besides those
    std::chrono::system_clock::time_point when{};
};

/// The findings from that severity on, without those that are accepted; nothing when there are
/// none. `title` tells the databases apart, so it is part of the fingerprint.
std::optional<Notice> notice_of(std::string const& title,
                                std::vector<policy::Finding> const& findings,
                                policy::Severity least, std::chrono::system_clock::time_point when);

/// What `lockstep notify --test` sends.
Notice test_notice(std::chrono::system_clock::time_point when);

}  // namespace lockstep::notify
