#include "pg/scratch_server.hpp"

#include <csignal>
#include <thread>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "pg/conninfo.hpp"
#include "pg/installation.hpp"
#include "pg/interrupt.hpp"
#include "pg/scratch_folder.hpp"
#include "pg/scratch_leftovers.hpp"
#include "pg/scratch_template.hpp"

namespace lockstep::pg {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto longest_start = 60s;

/// Nothing here must last, nobody else connects, and definitions may be large and of any kind.
std::vector<std::string> settings(fs::path const& socket_folder) {
    return {
        "listen_addresses=",
        "unix_socket_directories=" + socket_folder.string(),
        "unix_socket_permissions=0700",
        "port=5432",
        "fsync=off",
        "full_page_writes=off",
        "synchronous_commit=off",
        "autovacuum=off",
        "jit=off",
        "wal_level=logical",   // for publications and subscriptions
        "max_wal_size=256MB",  // the folder may be in memory
        "checkpoint_timeout=1h",
        "max_locks_per_transaction=1024",  // thousands of tables in one transaction
        "max_prepared_transactions=8",
        "shared_buffers=32MB",
        "dynamic_shared_memory_type=mmap",  // in the data folder, and gone with it
        "max_connections=30",
        "max_parallel_workers_per_gather=0",
        "bgwriter_lru_maxpages=0",
        "timezone=UTC",
        "lc_messages=C",
        "log_min_messages=fatal",
        "logging_collector=off",
        "update_process_title=off",
    };
}

Command server_command(ScratchFolder const& folder, Installation const& installation,
                       std::optional<User> user) {
    Command command{
        .arguments = {(installation.bin / "postgres").string(), "-D", folder.data().string()},
        .output = folder.log(),
        .user = user};
    for (auto const& setting : settings(folder.path())) {
        command.arguments.emplace_back("-c");
        command.arguments.push_back(setting);
    }
    return command;
}

/// The server writes its state into the eighth line of postmaster.pid.
bool is_ready(ScratchFolder const& folder) {
    auto const text = read_file_if_any(folder.data() / "postmaster.pid").value_or("");
    auto const lines = split(text, '\n');
    return lines.size() > 7 && trim(lines[7]) == "ready";
}

void wait_until_ready(Process& server, ScratchFolder const& folder) {
    for (auto const deadline = Clock::now() + longest_start; !is_ready(folder);) {
        check_interrupt();
        if (server.ended() || Clock::now() > deadline) {
            throw lockstep::Error(
                ExitCode::cannot_connect,
                fmt::format("the scratch server did not start: {}",
                            printable(trim(read_file_if_any(folder.log()).value_or("")))),
                "Set LOCKSTEP_PG_BIN to another installation, or scratch.url to a server.");
        }
        std::this_thread::sleep_for(2ms);
    }
}

}  // namespace

struct ScratchServer::State {
    fs::path bin;
    std::string url;
    int version = 0;
    std::string role;
    // In this order: the server is stopped before its folder is removed.
    std::unique_ptr<ScratchFolder> folder;
    std::optional<Process> server;

    void start(ScratchOptions const& options);
    void launch(Installation const& installation, std::optional<User> user);
    void use(std::string const& given_url);
    ~State() {
        if (server) {
            server->stop(SIGQUIT, 5s);
        }
    }
};

void ScratchServer::State::start(ScratchOptions const& options) {
    auto const user = unprivileged_user();
    auto const installation = choose_installation(options);
    sweep_scratch_folders(user);
    folder = std::make_unique<ScratchFolder>(user);
    bool const copied = fill_data_folder(*folder, installation, user);
    try {
        launch(installation, user);
    } catch (lockstep::Error const& error) {
        if (!copied || error.code() != ExitCode::cannot_connect) {
            throw;
        }
        forget_template(installation);
        server.reset();
        folder = std::make_unique<ScratchFolder>(user);
        fill_data_folder(*folder, installation, user);
        launch(installation, user);
    }
    bin = installation.bin;
    role = scratch_role;
    // All is said, so that PGHOSTADDR and the like cannot lead elsewhere.
    url = fmt::format("postgresql://{}@/postgres?host={}&port=5432&hostaddr=&options=", role,
                      percent_encoded(folder->path().string()));
    version = Connection(url).server_version();
}

void ScratchServer::State::launch(Installation const& installation, std::optional<User> user) {
    server.emplace(server_command(*folder, installation, user));
    wait_until_ready(*server, *folder);
}

void ScratchServer::State::use(std::string const& given_url) {
    Connection connection(given_url);
    url = given_url;
    version = connection.server_version();
    role = connection.user();
    drop_abandoned_databases(connection);
}

ScratchServer::ScratchServer(ScratchOptions const& options) : state_(std::make_unique<State>()) {
    if (options.url.empty()) {
        state_->start(options);
    } else {
        state_->use(options.url);
    }
}

ScratchServer::~ScratchServer() = default;
ScratchServer::ScratchServer(ScratchServer&&) noexcept = default;
ScratchServer& ScratchServer::operator=(ScratchServer&&) noexcept = default;

std::string ScratchServer::url(std::string const& database) const {
    return with_database(state_->url, database);
}

int ScratchServer::server_version() const {
    return state_->version;
}

std::string const& ScratchServer::role() const {
    return state_->role;
}

fs::path const& ScratchServer::bin() const {
    return state_->bin;
}

}  // namespace lockstep::pg
