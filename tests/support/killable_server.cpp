#include "support/killable_server.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <sys/shm.h>

#include <fmt/core.h>

#include "base/files.hpp"
#include "base/text.hpp"
#include "pg/connection.hpp"
#include "pg/copy_tree.hpp"
#include "pg/installation.hpp"
#include "pg/process.hpp"
#include "pg/scratch_folder.hpp"
#include "pg/scratch_server.hpp"
#include "pg/scratch_template.hpp"
#include "support/kill_family.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {

using namespace std::chrono_literals;

struct KillableServer::State {
    std::optional<pg::User> user = pg::unprivileged_user();
    pg::Installation installation = pg::choose_installation(scratch_options());
    pg::ScratchFolder folder{user};
    std::vector<std::string> settings;
    std::optional<pg::Process> server;
    // What a killed server left behind; its next start takes that away.
    std::optional<int> segment;

    /// The id of its System V shared memory stands in the seventh line of postmaster.pid, after the
    /// key; a server is known by it, and the system has room for 4096 of them.
    std::optional<int> segment_of_server() const {
        auto const text = read_file_if_any(folder.data() / "postmaster.pid").value_or("");
        auto const lines = split(text, '\n');
        std::istringstream line(lines.size() > 6 ? std::string(lines[6]) : "");
        unsigned long key = 0;
        int id = 0;
        return line >> key >> id ? std::optional(id) : std::nullopt;
    }
};

KillableServer::KillableServer(std::vector<std::string> settings)
    : state_(std::make_unique<State>()) {
    state_->settings = std::move(settings);
    pg::fill_data_folder(state_->folder, state_->installation, state_->user);
    start();
}

KillableServer::KillableServer(KillableServer& original, CopiedAs as,
                               std::vector<std::string> settings)
    : state_(std::make_unique<State>()) {
    // A standby has to have room for as many as its primary.
    state_->settings = original.state_->settings;
    state_->settings.insert(state_->settings.end(), settings.begin(), settings.end());
    auto const data = state_->folder.data();
    original.stop(30s);
    std::filesystem::remove_all(data);
    pg::copy_tree(original.state_->folder.data(), data, state_->user);
    original.start();
    if (as != CopiedAs::snapshot) {
        for (auto const& slot : std::filesystem::directory_iterator(data / "pg_replslot")) {
            std::filesystem::remove_all(slot);
        }
        std::ofstream(data / (as == CopiedAs::standby ? "standby.signal" : "recovery.signal"));
        if (as == CopiedAs::standby) {
            state_->settings.push_back(
                fmt::format("primary_conninfo=host={} port=5432 user={} dbname=postgres",
                            original.folder(), pg::scratch_role));
        } else {
            // Without connections before it can be written.
            state_->settings.insert(state_->settings.end(),
                                    {"restore_command=false", "hot_standby=off"});
        }
    }
    start();
}

KillableServer::~KillableServer() {
    kill();
    if (state_->segment) {
        ::shmctl(*state_->segment, IPC_RMID, nullptr);
    }
}

std::string KillableServer::url(std::string const& database, std::string const& folder) const {
    return fmt::format("postgresql://{}@/{}?host={}&port=5432&hostaddr=&options=", pg::scratch_role,
                       database, folder.empty() ? state_->folder.path().string() : folder);
}

std::string KillableServer::folder() const {
    return state_->folder.path().string();
}

std::string KillableServer::socket() const {
    return (state_->folder.path() / ".s.PGSQL.5432").string();
}

void KillableServer::start(std::optional<std::size_t> largest_file) {
    auto& it = *state_;
    pg::Command command{
        .arguments = {(it.installation.bin / "postgres").string(), "-D", it.folder.data().string(),
                      "-c", "listen_addresses=", "-c",
                      "unix_socket_directories=" + it.folder.path().string(), "-c", "port=5432",
                      "-c", "fsync=off", "-c", "wal_level=logical", "-c", "max_connections=120",
                      "-c", "dynamic_shared_memory_type=mmap"},  // goes with the data folder
        .output = it.folder.log(),
        .user = it.user};
    for (auto const& setting : it.settings) {
        command.arguments.emplace_back("-c");
        command.arguments.push_back(setting);
    }
    if (largest_file) {
        // PostgreSQL ignores SIGXFSZ, and so gets an error where a file would become larger.
        constexpr std::size_t block = 512;
        auto const limited = fmt::format(R"(ulimit -S -f {}; exec "$@")", *largest_file / block);
        command.arguments.insert(command.arguments.begin(), {"/bin/sh", "-c", limited, "sh"});
    }
    it.server.emplace(command);
    it.segment.reset();
    for (auto const deadline = std::chrono::steady_clock::now() + 60s;;) {
        try {
            pg::Connection const connection(url("postgres"));
            return;
        } catch (lockstep::Error const&) {
            auto const log = read_file_if_any(it.folder.log()).value_or("");
            // Backends of the one that was killed are still there.
            bool const is_too_early = log.find("pre-existing shared memory") != std::string::npos;
            bool const has_ended = it.server->ended().has_value();
            if ((has_ended && !is_too_early) || std::chrono::steady_clock::now() > deadline) {
                throw std::runtime_error("the server did not start: " + log);
            }
            std::this_thread::sleep_for(10ms);
            if (has_ended) {
                it.server.emplace(command);
            }
        }
    }
}

void KillableServer::ask_for_password(std::string const& role) {
    auto const file = state_->folder.data() / "pg_hba.conf";
    auto const before = read_file_if_any(file).value_or("");
    std::ofstream(file) << fmt::format("local all {} scram-sha-256\n", role) << before;
    pg::Connection(url("postgres")).query(sql("SELECT pg_reload_conf()"));
}

void KillableServer::promote() {
    pg::Connection(url("postgres")).query(sql("SELECT pg_promote()"));
}

bool KillableServer::stop(std::chrono::milliseconds patience) {
    auto const began = std::chrono::steady_clock::now();
    state_->server->stop(SIGINT, patience);
    state_->server.reset();
    return std::chrono::steady_clock::now() - began < patience;
}

void KillableServer::kill() {
    if (state_->server) {
        state_->segment = state_->segment_of_server();
        kill_family(*state_->server);
        state_->server.reset();
    }
    std::error_code ignored;
    std::filesystem::remove(state_->folder.data() / "postmaster.pid", ignored);
    std::filesystem::remove(socket(), ignored);
    std::filesystem::remove(socket() + ".lock", ignored);
}

}  // namespace lockstep::tests
