#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "config/config.hpp"

namespace lockstep::config {

/// Environment variables, as values: nothing here but `process_environment` looks at the real ones.
using Environment = std::map<std::string, std::string, std::less<>>;

/// The environment of this process.
Environment process_environment();

enum class Syntax { json, yaml };

/// By the file's ending: `.yaml` and `.yml` are YAML, all else is JSON.
Syntax syntax_of(std::filesystem::path const& file);

struct ReadOptions {
    Environment environment;
    /// For `check --if-configured`: a variable that is not set leaves its value empty and is noted
    /// in `Loaded::missing`, where it would be an error otherwise.
    bool note_missing_variables = false;
    /// Names that other layers know, to hold patterns against; where empty they are not checked.
    std::vector<std::string> rules;
    std::vector<std::string> kinds;
};

/// Where a setting came from.
struct Origin {
    TextPlace place;
    std::string raw;  // as it stands in the file, variables not replaced

    bool operator==(Origin const&) const = default;
};

struct MissingVariable {
    std::string path;  // "database.url"
    std::string variable;
    TextPlace place;

    bool operator==(MissingVariable const&) const = default;
};

struct Loaded {
    Config config;
    std::filesystem::path file;             // empty: none was found, defaults hold
    std::filesystem::path folder;           // what relative paths in it are relative to
    std::map<std::string, Origin> origins;  // path of a key ("sync_rules.fail_on") → its place
    std::vector<MissingVariable> missing;
};

/// Reads the text of a configuration. `name` is what errors call it. Throws ParseError.
Loaded read(std::string const& name, std::string_view text, Syntax syntax,
            ReadOptions const& options = {});

/// The nearest configuration at or above `folder`: in each folder `schema_sync_config.json`,
/// `.yaml`, `.yml`, then the same in its `scripts/`.
std::optional<std::filesystem::path> find_file(std::filesystem::path const& folder);

/// What relative paths in that file are relative to: its folder; where that is called `scripts`,
/// the one above, as teams have it today.
std::filesystem::path base_folder(std::filesystem::path const& file);

/// Reads the file named, or the nearest one, or takes the defaults. Throws Error(not_found) when
/// the file that was named is not there, ParseError when it is wrong. Errors call the file by its
/// path relative to `working_folder`.
Loaded load(std::optional<std::filesystem::path> const& named,
            std::filesystem::path const& working_folder, ReadOptions const& options);

/// A source that stands in the configuration, as it is to be written in `working_folder`: relative
/// paths are made relative to there, also behind prefixes such as `migrations:`.
std::string source_from(Loaded const& loaded, std::string_view source,
                        std::filesystem::path const& working_folder);
/// The same for a path.
std::filesystem::path path_from(Loaded const& loaded, std::string_view path,
                                std::filesystem::path const& working_folder);

}  // namespace lockstep::config
