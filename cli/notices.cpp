#include "notices.hpp"

#include <fmt/core.h>

#include "base/error.hpp"
#include "notify/channels.hpp"
#include "notify/history.hpp"
#include "output.hpp"

namespace lockstep::cli {

namespace {

std::vector<notify::Channel> channels_of(Session const& session) {
    notify::Link link;
    // As OpenSSL's own programs take it: for authorities that the system does not know.
    auto const& environment = session.environment();
    if (auto const file = environment.find("SSL_CERT_FILE"); file != environment.end()) {
        link.ca_file = file->second;
    }
    auto notifications = session.config().notifications;
    for (auto* const file :
         {&notifications.slack.template_file, &notifications.email.template_file}) {
        *file = config::path_from(session.loaded(), *file, std::filesystem::current_path());
    }
    return notify::channels(notifications, environment, link);
}

notify::Retry retry_of(Session& session) {
    notify::Retry retry;
    retry.says = [&session](std::string const& text) {
        session.progress().clear();
        note(session.globals(), text);
    };
    return retry;
}

std::size_t counted(std::optional<notify::Notice> const& notice) {
    return notice ? notice->findings.size() + notice->more : 0;
}

/// Each channel that has not heard of it; those that have now, too, are entered.
void tell(Session& session, notify::Notice const& notice,
          std::vector<notify::HistoryEntry> const& history, notify::HistoryEntry& now) {
    for (auto const& channel : channels_of(session)) {
        if (notify::was_told(history, now, channel.name)) {
            continue;
        }
        try {
            session.progress().say("telling " + channel.where);
            notify::deliver(channel, notice, retry_of(session));
            now.told.push_back(channel.name);
        } catch (Error const& error) {
            session.progress().clear();
            print_to_stderr(fmt::format("lockstep: warning: {}\n", error.what()));
        }
    }
}

/// Was there drift when this was looked at last?
bool was_open(std::vector<notify::HistoryEntry> const& history, std::string const& title) {
    auto const last = std::find_if(history.rbegin(), history.rend(),
                                   [&](auto const& entry) { return entry.what == title; });
    return last != history.rend() && !last->fingerprint.empty();
}

void tell_and_remember(Session& session, report::Report const& report) {
    auto const& config = session.config();
    auto const least = policy::severity_from(config.notifications.min_severity);
    auto const title = fmt::format("{} is not in step with {}", report.to, report.from);
    auto const notice =
        notify::notice_of(title, report.findings, least.value_or(policy::Severity::high),
                          std::chrono::system_clock::now());
    auto const& monitoring = config.monitoring;
    auto const file = config::path_from(session.loaded(), monitoring.history_file,
                                        std::filesystem::current_path());
    auto history = notify::load_history(file);
    notify::HistoryEntry now{.time = now_text(),
                             .what = title,
                             .fingerprint = notice ? notice->fingerprint : "",
                             .findings = counted(notice)};
    if (notice) {
        tell(session, *notice, history, now);
    }
    // Without a wish for a history only what decides whether people are told is kept.
    bool const has_ended = !notice && was_open(history, title);
    if (!monitoring.track_drift_history && now.told.empty() && !has_ended) {
        return;
    }
    history.push_back(std::move(now));
    notify::save_history(file, std::move(history),
                         static_cast<std::size_t>(monitoring.max_history_entries));
}

}  // namespace

std::vector<std::string> send_test_notice(Session& session) {
    std::vector<std::string> told;
    for (auto const& channel : channels_of(session)) {
        session.progress().say("telling " + channel.where);
        notify::deliver(channel, notify::test_notice(std::chrono::system_clock::now()),
                        retry_of(session));
        told.push_back(channel.where);
    }
    session.progress().clear();
    return told;
}

void tell_of_drift(Session& session, report::Report const& report) {
    try {
        tell_and_remember(session, report);
    } catch (Error const& error) {
        session.progress().clear();
        print_to_stderr(
            fmt::format("lockstep: warning: nobody was told of the drift: {}\n", error.what()));
    }
}

}  // namespace lockstep::cli
