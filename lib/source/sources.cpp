#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "pg/conninfo.hpp"
#include "source/definitions.hpp"
#include "source/server.hpp"

namespace lockstep::source {

namespace {

constexpr char migrations_prefix[] = "migrations:";
constexpr char git_prefix[] = "git:";
constexpr char python_prefix[] = "python:";
constexpr char typescript_prefix[] = "typescript:";
constexpr char sqlite_prefix[] = "sqlite:";
constexpr char version_prefix[] = "version:";
constexpr char empty_prefix[] = "empty:";

bool is_url(std::string_view text) {
    return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

/// `host=… dbname=…`
bool is_conninfo(std::string_view text) {
    return text.find('=') != std::string_view::npos && pg::parse_conninfo(std::string(text));
}

template <std::size_t size>
std::string after(std::string_view text, char const (&prefix)[size]) {
    return std::string(text.substr(std::string_view(prefix).size()));
}

[[noreturn]] void not_there(std::string_view path) {
    throw Error(ExitCode::not_found, fmt::format("there is no file or folder {}", printable(path)),
                "A source is a path, a database of the config, or one of the forms that "
                "`lockstep diff --help` lists.");
}

std::unique_ptr<Source> open_server(std::string_view text, LoadOptions const&) {
    return server_source(std::string(text));
}

std::unique_ptr<Source> open_migrations(std::string_view text, LoadOptions const&) {
    return migrations_source(after(text, "migrations:"), disk_files());
}

/// Of "python:schemas/" the path.
std::string without_prefix(std::string const& text) {
    std::vector<std::string> prefixes{migrations_prefix, sqlite_prefix};
    for (auto const& language : code::languages()) {
        prefixes.push_back(std::string(language.name) + ":");
    }
    for (auto const& prefix : prefixes) {
        if (text.starts_with(prefix)) {
            return text.substr(prefix.size());
        }
    }
    return text;
}

std::unique_ptr<Source> open_git(std::string_view text, LoadOptions const&) {
    auto const rest = after(text, "git:");
    auto const colon = rest.find(':');
    if (colon == std::string::npos) {
        throw Error(ExitCode::bad_input,
                    fmt::format("\"{}\" lacks its path: write git:REV:PATH", printable(text)));
    }
    auto const named = rest.substr(colon + 1);
    auto const path = without_prefix(named);
    auto const files = git_files(rest.substr(0, colon), path);
    if (named.starts_with(migrations_prefix)) {
        return migrations_source(path, files);
    }
    if (named.starts_with(sqlite_prefix)) {
        return sqlite_source(path, files);
    }
    for (auto const& language : code::languages()) {
        if (path.size() < named.size() && named.starts_with(language.name)) {
            return code_source(language, path, files);
        }
    }
    auto source = file_source(path.empty() ? "." : path, files);
    if (!source) {
        not_there(text);
    }
    return source;
}

/// "python:DIR"
std::unique_ptr<Source> open_code(std::string_view text, LoadOptions const&) {
    auto const colon = text.find(':');
    return code_source(code::language(text.substr(0, colon)), std::string(text.substr(colon + 1)),
                       disk_files());
}

std::unique_ptr<Source> open_sqlite(std::string_view text, LoadOptions const&) {
    return sqlite_source(after(text, sqlite_prefix), disk_files());
}

std::unique_ptr<Source> open_empty(std::string_view, LoadOptions const&) {
    return empty_source();
}

std::unique_ptr<Source> open_version(std::string_view text, LoadOptions const& options) {
    return version_source(options.versions_folder, after(text, "version:"));
}

std::unique_ptr<Source> open_path(std::string_view text, LoadOptions const&) {
    auto source = file_source(std::string(text), disk_files());
    if (!source) {
        not_there(text);
    }
    return source;
}

bool never(std::string_view) {
    return false;
}

template <char const* prefix>
bool starts(std::string_view text) {
    return text.starts_with(prefix);
}

bool is_server(std::string_view text) {
    return is_url(text) || is_conninfo(text);
}

bool is_any_path(std::string_view text) {
    std::error_code error;
    auto const exists = std::filesystem::exists(std::filesystem::path(text), error);
    auto const colon = text.find(':');
    bool const prefixed = colon != std::string_view::npos && colon > 1 &&
                          text.substr(0, colon).find_first_of("/\\.") == std::string_view::npos;
    return exists || !prefixed;
}

constexpr auto kinds = std::to_array<SourceKind>({
    {"", "postgresql://…", "a live database", is_server, open_server},
    {"", "NAME", "a database of the config's `databases`", never, open_server},
    {"migrations:", "migrations:DIR", "a folder of migrations, replayed in order",
     starts<migrations_prefix>, open_migrations},
    {"git:", "git:REV:PATH", "any file source as it stood at a revision", starts<git_prefix>,
     open_git},
    {"python:", "python:DIR", "classes of Python: a file, or the files of a folder",
     starts<python_prefix>, open_code},
    {"typescript:", "typescript:DIR",
     "types, and tables of Drizzle and TypeORM: a file, or the files of a folder",
     starts<typescript_prefix>, open_code},
    {"sqlite:", "sqlite:FILE", "a database of SQLite, or a file of its DDL", starts<sqlite_prefix>,
     open_sqlite},
    {"version:", "version:N", "a recorded version: its number, its tag, or LATEST",
     starts<version_prefix>, open_version},
    {"empty:", "empty:", "what a new database holds", starts<empty_prefix>, open_empty},
    {"", "FILE.json, FILE.yaml", "a snapshot", looks_like_snapshot, open_path},
    {"", "FILE.sql, DIR/", "SQL files, in the order of their names", is_any_path, open_path},
});

std::string grammar() {
    std::string text = "A source is one of:";
    for (auto const& kind : kinds) {
        text += fmt::format("\n  {:<22} {}", kind.grammar, kind.about);
    }
    return text;
}

}  // namespace

std::span<SourceKind const> source_kinds() {
    return kinds;
}

std::unique_ptr<Source> open(std::string_view text, LoadOptions const& options) {
    if (auto const url = options.database_url ? options.database_url(text) : std::nullopt) {
        return server_source(*url);
    }
    for (auto const& kind : kinds) {
        if (kind.recognises(text)) {
            return kind.open(text, options);
        }
    }
    throw Error(ExitCode::bad_input,
                fmt::format("\"{}\" is no source that this version knows", printable(text)),
                grammar());
}

}  // namespace lockstep::source
