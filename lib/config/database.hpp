#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/load.hpp"

namespace lockstep::config {

/// Which database to connect to, and who said so; or what is missing.
struct DatabaseChoice {
    bool configured = false;
    std::string url;   // as libpq takes it; empty: libpq's own environment (PGHOST, PGSERVICE, …)
    std::string from;  // "--db", "environment DATABASE_URL", "config database.url"
    Database settings;                 // timeouts and what is left out
    std::vector<std::string> missing;  // sentences: why each place that was looked at gave none

    bool operator==(DatabaseChoice const&) const = default;
};

/// The database to check. In this order: `option` (a URL, or a name from `databases`),
/// LOCKSTEP_DB, LOCKSTEP_DATABASE_URL, DATABASE_URL, libpq's own variables, the configuration
/// (`url`, `url_env`, a Supabase project), SUPABASE_DB_URL.
DatabaseChoice choose_database(Config const& config, Environment const& environment,
                               std::string_view option = {});

/// What settings of one database give, the environment looked at only where they name a variable.
DatabaseChoice choose_from(Database const& settings, std::string const& path,
                           Environment const& environment);

/// The database of that name in `databases`; nothing when there is none. Not configured, with what
/// is missing, when its settings lead nowhere.
std::optional<DatabaseChoice> named_database(Config const& config, std::string_view name,
                                             Environment const& environment);

/// The names from `databases` that the patterns of `fleet` take in, sorted.
std::vector<std::string> fleet_names(Config const& config);

/// What Supabase's own variables (SUPABASE_DB_URL, SUPABASE_PROJECT_ID or SUPABASE_URL with
/// SUPABASE_DB_PASSWORD) give, or what is missing. `settings` may name other variables.
DatabaseChoice choose_supabase(Database const& settings, Environment const& environment);

/// The environment's twin of an option: "--fail-on" → "LOCKSTEP_FAIL_ON".
std::string variable_of_option(std::string_view option);

}  // namespace lockstep::config
