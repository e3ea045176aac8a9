#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.hpp"

namespace lockstep::pg {

/// PostgreSQL server programs found on this machine.
struct Installation {
    std::filesystem::path bin;  // the folder that holds initdb and postgres
    int major = 0;              // 15
    std::string version;        // "postgres (PostgreSQL) 15.20 (Debian …)", as postgres says it

    bool operator==(Installation const&) const = default;
};

/// All that can be found, newest first: `binaries` (if given), LOCKSTEP_PG_BIN, pg_config, PATH,
/// and the usual folders of Linux distributions, npm packages and Homebrew.
std::vector<Installation> find_installations(std::filesystem::path const& binaries = {});

struct ScratchOptions {
    std::filesystem::path binaries;  // look here first
    int major = 0;                   // preferred major version; 0, or none such: the newest
    std::string url;                 // use this server instead of starting one
};

/// The superuser of a scratch server. An object that it owns has no owner that the definitions
/// gave.
inline constexpr std::string_view scratch_role = "lockstep_scratch";

/// A private PostgreSQL: a unix socket in a temporary folder, no fsync, an unprivileged user when
/// we are root. `initdb` runs once per version into the user's cache and is copied from there. The
/// destructor stops it and removes the folder; what a killed run left is removed by the next one.
/// The server also stops when the thread that made it ends, so make it in one that lives long
/// enough.
class ScratchServer {
public:
    explicit ScratchServer(ScratchOptions const& options = {});
    ~ScratchServer();
    ScratchServer(ScratchServer&&) noexcept;
    ScratchServer& operator=(ScratchServer&&) noexcept;

    /// A URL for libpq that connects to the database as `scratch_role`.
    std::string url(std::string const& database = "postgres") const;
    int server_version() const;
    /// `scratch_role`, or the user that `ScratchOptions::url` connects as.
    std::string const& role() const;
    /// The folder of the server's programs; empty when `ScratchOptions::url` was used.
    std::filesystem::path const& bin() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A database of a server that is dropped at the end of the scope. Its name carries our prefix, a
/// hash of this machine, our process id and a counter: `lockstep_1a2b3c4d_1234_1`.
class ScratchDatabase {
public:
    /// On a scratch server, or on the server that `url` leads to (which needs CREATEDB there).
    explicit ScratchDatabase(std::string const& server_url,
                             std::string const& template_name = "template0");
    ~ScratchDatabase();
    ScratchDatabase(ScratchDatabase&&) noexcept;
    ScratchDatabase& operator=(ScratchDatabase&&) noexcept;

    std::string const& url() const;
    std::string const& name() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lockstep::pg
