#include "config/load.hpp"

#include <array>

#include <unistd.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

namespace lockstep::config {

namespace fs = std::filesystem;

namespace {

constexpr auto file_names = std::to_array<std::string_view>(
    {"schema_sync_config.json", "schema_sync_config.yaml", "schema_sync_config.yml"});

std::optional<fs::path> file_in(fs::path const& folder) {
    for (auto const name : file_names) {
        std::error_code error;
        if (fs::is_regular_file(folder / name, error)) {
            return folder / name;
        }
    }
    return std::nullopt;
}

/// `named`: by the user, so that it must be there.
void refuse_missing(fs::path const& file, fs::path const& named) {
    std::error_code error;
    if (!fs::exists(file, error)) {
        throw Error(ExitCode::not_found, fmt::format("there is no config {}", named.string()),
                    "Name one that is there, or none: it is looked for upwards; lockstep init "
                    "writes one");
    }
}

Loaded read_file(fs::path const& file, fs::path const& working_folder, ReadOptions const& options) {
    auto const called = file.lexically_proximate(working_folder);
    auto loaded = read(called.string(), read_text_file(file), syntax_of(file), options);
    loaded.file = file;
    loaded.folder = base_folder(file);
    return loaded;
}

}  // namespace

Environment process_environment() {
    Environment environment;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        std::string_view const text(*entry);
        auto const equals = text.find('=');
        if (equals != std::string_view::npos) {
            environment.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    return environment;
}

Syntax syntax_of(fs::path const& file) {
    auto const ending = to_lower(file.extension().string());
    return ending == ".yaml" || ending == ".yml" ? Syntax::yaml : Syntax::json;
}

std::optional<fs::path> find_file(fs::path const& folder) {
    auto here = folder.lexically_normal();
    for (;;) {
        for (auto const& place : {here, here / "scripts"}) {
            if (auto const file = file_in(place)) {
                return file;
            }
        }
        if (!here.has_relative_path()) {
            return std::nullopt;
        }
        here = here.parent_path();
    }
}

fs::path base_folder(fs::path const& file) {
    auto const folder = file.parent_path();
    return folder.filename() == "scripts" ? folder.parent_path() : folder;
}

Loaded load(std::optional<fs::path> const& named, fs::path const& working_folder,
            ReadOptions const& options) {
    auto const file = named ? std::optional((working_folder / *named).lexically_normal())
                            : find_file(working_folder);
    if (!file) {
        Loaded defaults;
        defaults.folder = working_folder;
        return defaults;
    }
    if (named) {
        refuse_missing(*file, *named);
    }
    return read_file(*file, working_folder, options);
}

fs::path path_from(Loaded const& loaded, std::string_view path, fs::path const& working_folder) {
    fs::path const given(path);
    if (path.empty() || given.is_absolute() || loaded.folder.empty()) {
        return given;
    }
    auto const here = (loaded.folder / given).lexically_proximate(working_folder);
    // "schema/" keeps its slash: it says that a folder is meant.
    return path.ends_with('/') && here.has_filename() ? here / "" : here;
}

namespace {

/// Of "git:HEAD:python:schemas/" the length of all but the path.
std::size_t prefix_length(std::string_view source) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
    constexpr std::string_view git = "git:";
    std::size_t length = 0;
    if (source.starts_with(git)) {
        auto const behind_revision = source.find(':', git.size());
        length = behind_revision == std::string_view::npos ? source.size() : behind_revision + 1;
    }
    auto const word = source.find_first_not_of(letters, length);
    bool const is_prefix = word != std::string_view::npos && source[word] == ':';
    return is_prefix ? word + 1 : length;
}

}  // namespace

std::string source_from(Loaded const& loaded, std::string_view source,
                        fs::path const& working_folder) {
    bool const elsewhere = source.find("://") != std::string_view::npos ||
                           source.starts_with("version:") || source.starts_with("empty:") ||
                           loaded.config.databases.named.contains(std::string(source));
    if (elsewhere) {
        return std::string(source);
    }
    auto const prefix = prefix_length(source);
    return std::string(source.substr(0, prefix)) +
           path_from(loaded, source.substr(prefix), working_folder).string();
}

}  // namespace lockstep::config
