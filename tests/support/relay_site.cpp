#include "support/relay_site.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <stdexcept>

#include <fmt/core.h>

#include "base/files.hpp"

namespace lockstep::tests {

using namespace std::chrono_literals;

namespace {

std::vector<std::string> source_settings(std::vector<std::string> settings) {
    // A slot gives only what was flushed.
    settings.insert(settings.begin(),
                    {"synchronous_commit=on", "max_replication_slots=20", "max_wal_senders=20"});
    return settings;
}

std::string first_cell(KillableServer const& server, std::string_view query) {
    pg::Connection connection(server.url("postgres"));
    auto const rows = connection.query(Sql::from_server(std::string(query)));
    return rows.size() == 0 ? "(none)" : std::string(rows.cell(0, 0));
}

}  // namespace

RelaySite::RelaySite(std::string_view definitions, std::string const& sync,
                     std::vector<std::string> settings)
    : source(source_settings(std::move(settings))), history({"synchronous_commit=on"}) {
    in_source(definitions);
    project.write("schema_sync_config.json",
                  fmt::format(R"({{"sync": {{"source": "{}", "history": {{"url": "{}"}}{}}}}})",
                              source.url("postgres"), history.url("postgres"), sync));
    if (auto const outcome = this->sync({"setup"}); outcome.exit_code != 0) {
        throw std::runtime_error("sync setup: " + outcome.err);
    }
}

RelaySite::~RelaySite() {
    if (relay_) {
        relay_->stop(SIGKILL, 5s);
    }
}

void RelaySite::in_source(std::string_view statements) const {
    to_source().execute(Sql::from_server(std::string(statements)));
}

std::string RelaySite::of_source(std::string_view query) const {
    return first_cell(source, query);
}

std::string RelaySite::of_history(std::string_view query) const {
    return first_cell(history, query);
}

Outcome RelaySite::sync(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "sync");
    return project.run(arguments);
}

void RelaySite::relay_once() const {
    if (auto const outcome = sync({"serve", "--once"}); outcome.exit_code != 0) {
        throw std::runtime_error(
            fmt::format("sync serve --once: exit code {}: {}", outcome.exit_code, outcome.err));
    }
}

void RelaySite::start_relay(std::vector<std::string> const& arguments) {
    std::vector<std::string> command{LOCKSTEP_BINARY, "-v",
                                     "--config",      project.path("schema_sync_config.json"),
                                     "sync",          "serve"};
    if (std::ranges::find(arguments, "--listen") == arguments.end()) {
        command.insert(command.end(), {"--listen", "none"});
    }
    command.insert(command.end(), arguments.begin(), arguments.end());
    relay_.emplace(pg::Command{.arguments = command, .output = project.path("relay.log")});
}

void RelaySite::stop_relay(int signal) {
    relay_->stop(signal, 20s);
    relay_.reset();
}

bool RelaySite::is_relay_running() {
    return relay_ && !relay_->ended();
}

std::string RelaySite::relay_log() const {
    return read_file_if_any(project.path("relay.log")).value_or("");
}

bool history_becomes(RelaySite const& site, std::string_view ids) {
    return eventually([&] { return site.of_history(all_ids) == ids; });
}

}  // namespace lockstep::tests
