#include "pg/scratch_leftovers.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>

#include <unistd.h>

#include <fmt/core.h>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/log.hpp"

namespace lockstep::pg {

namespace {

/// A process id means something on one machine, since its last boot, in one container.
std::string where_we_are() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::array<char, 64> space{};
    [[maybe_unused]] auto const length =
        ::readlink("/proc/self/ns/pid", space.data(), space.size() - 1);
    auto const boot = read_file_if_any("/proc/sys/kernel/random/boot_id").value_or("");
    return to_hex(sha256(fmt::format("{}\n{}\n{}", host.data(), space.data(), boot))).substr(0, 8);
}

std::string our_prefix() {
    return fmt::format("lockstep_{}_", where_we_are());
}

/// The <pid> of `lockstep_<where>_<pid>_<n>`; 0 when it is not such a name.
pid_t owner_of(std::string_view name, std::string_view prefix) {
    pid_t pid = 0;
    if (!name.starts_with(prefix)) {
        return 0;
    }
    name.remove_prefix(prefix.size());
    auto const end = std::from_chars(name.data(), name.data() + name.size(), pid).ptr;
    return end != name.data() + name.size() && *end == '_' ? pid : 0;
}

bool is_dead(pid_t pid) {
    return pid > 1 && ::kill(pid, 0) != 0 && errno == ESRCH;
}

}  // namespace

std::string new_database_name() {
    static std::atomic<unsigned> counter{0};
    return fmt::format("{}{}_{}", our_prefix(), ::getpid(), ++counter);
}

void drop_abandoned_databases(Connection& connection) {
    auto const prefix = our_prefix();
    auto const rows = connection.query(
        sql("SELECT datname FROM pg_catalog.pg_database WHERE starts_with(datname, $1)"),
        std::array{Parameter(prefix)});
    for (std::size_t row = 0; row < rows.size(); ++row) {
        auto const name = rows.cell(row, 0);
        if (is_dead(owner_of(name, prefix))) {
            log().info("dropping {}, which a killed run left", name);
            connection.execute(sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", ident(name)));
        }
    }
}

}  // namespace lockstep::pg
