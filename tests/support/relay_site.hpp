#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.hpp"
#include "pg/process.hpp"
#include "support/eventually.hpp"
#include "support/killable_server.hpp"
#include "support/project.hpp"

namespace lockstep::tests {

/// A source and a history, each on a server of its own, and a repository whose config names them.
class RelaySite {
public:
    /// `definitions`: SQL that makes the source's tables, which are published then. `sync`: more of
    /// that section of the config, as `, "key": value`. `settings` of the source's server.
    explicit RelaySite(std::string_view definitions, std::string const& sync = {},
                       std::vector<std::string> settings = {});
    ~RelaySite();

    /// A connection of its own.
    pg::Connection to_source() const { return pg::Connection(source.url("postgres")); }
    pg::Connection to_history() const { return pg::Connection(history.url("postgres")); }
    /// Runs statements; the second gives the first cell, "(none)" where there is no row.
    void in_source(std::string_view statements) const;
    std::string of_source(std::string_view query) const;
    std::string of_history(std::string_view query) const;

    Outcome sync(std::vector<std::string> arguments) const;
    /// `sync serve --once`, which must end well.
    void relay_once() const;

    /// `sync serve`, beside the test; one at a time.
    void start_relay(std::vector<std::string> const& arguments = {});
    /// Sends the signal, and waits until it has ended.
    void stop_relay(int signal);
    bool is_relay_running();
    pid_t relay_pid() const { return relay_ ? relay_->pid() : -1; }
    /// What it has said so far.
    std::string relay_log() const;

    KillableServer source;
    KillableServer history;
    Project project;

private:
    std::optional<pg::Process> relay_;
};

/// The ids of the rows that were inserted, in the history's order: "1 2 3".
inline constexpr std::string_view all_ids =
    "SELECT coalesce(string_agg(data ->> 'id', ' ' ORDER BY position), '') FROM "
    "lockstep.change_history WHERE operation = 'INSERT'";
/// Why epochs after the first one began.
inline constexpr std::string_view reasons =
    "SELECT coalesce(string_agg(reason, '; ' ORDER BY epoch), '') FROM lockstep.relay_epoch WHERE "
    "epoch > 1";

/// Are these all the ids, within half a minute?
bool history_becomes(RelaySite const& site, std::string_view ids);

}  // namespace lockstep::tests
