#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/load.hpp"

namespace lockstep::config {

/// One setting in force: for `lockstep config`.
struct Setting {
    std::string path;     // "database.connect_timeout"
    std::string value;    // as JSON
    std::string from;     // "schema_sync_config.json:4:9", or "default"
    bool secret = false;  // `value` is hidden

    bool operator==(Setting const&) const = default;
};

/// All settings, in the order of the table. Secrets are what `hide` makes of them (say,
/// pg::display_url); without it they are "(hidden)". What a variable gave is shown as it stands in
/// the file, `${NAME}`.
std::vector<Setting> settings(Loaded const& loaded,
                              std::function<std::string(std::string const&)> const& hide = {});

/// The configuration as JSON text that reads back as an equal one. What has its default is left
/// out. Secrets are in it.
std::string to_json(Config const& config);

/// The JSON Schema (draft 2020-12) of the configuration: docs/schemas/config.json.
std::string json_schema();

/// The reference page of all settings: docs/config.md.
std::string reference_page();

}  // namespace lockstep::config
