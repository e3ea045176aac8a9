#include "config/database.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.hpp"

namespace lockstep::config {

namespace {

/// The value of a variable, empty when it is not set: a variable set to nothing counts as unset, as
/// CI systems give it for a secret that they do not have.
std::string value_of(Environment const& environment, std::string_view name) {
    auto const found = environment.find(name);
    return found == environment.end() ? std::string{} : found->second;
}

DatabaseChoice chosen(std::string url, std::string from, Database const& settings = {}) {
    return {.configured = true,
            .url = std::move(url),
            .from = std::move(from),
            .settings = settings,
            .missing = {}};
}

/// Is it what Supabase calls a project's URL, over which no PostgreSQL is spoken?
bool is_web_url(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

bool is_project_id(std::string_view id) {
    return !id.empty() && id.size() <= 63 && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

/// "abcd" of "https://abcd.supabase.co/"; empty when it is no such URL.
std::string project_of_url(std::string_view url) {
    auto const host = url.substr(url.find("//") + 2);
    auto const name = host.substr(0, host.find_first_of("/:?#"));
    constexpr std::string_view domain = ".supabase.co";
    return name.ends_with(domain) ? std::string(name.substr(0, name.size() - domain.size())) : "";
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (char const c : text) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
        encoded +=
            plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

/// Which variables may speak: a database by name must not end up as the project of the usual ones.
enum class Variables { those_named, usual_too };

/// The Supabase project, from the variables that the settings name, then the usual ones.
struct Project {
    std::string id;
    std::string from;  // the variable
};
Project find_project(Database const& settings, Environment const& environment,
                     Variables variables) {
    bool const usual = variables == Variables::usual_too;
    for (std::string const& name :
         {settings.project_id_env, std::string(usual ? "SUPABASE_PROJECT_ID" : "")}) {
        if (auto id = value_of(environment, name); !id.empty()) {
            return {std::move(id), name};
        }
    }
    for (std::string const& name : {settings.url_env, std::string(usual ? "SUPABASE_URL" : "")}) {
        auto const url = value_of(environment, name);
        if (auto id = is_web_url(url) ? project_of_url(url) : ""; !id.empty()) {
            return {std::move(id), name};
        }
    }
    return {};
}

std::string_view usable_key(Database const& settings, Environment const& environment) {
    for (std::string_view const name :
         {std::string_view(settings.service_key_env), std::string_view("SUPABASE_SERVICE_KEY")}) {
        if (!value_of(environment, name).empty()) {
            return name;
        }
    }
    return {};
}

/// libpq connects by these without a URL. PGUSER, PGPORT and PGPASSWORD alone name no database.
constexpr auto libpq_variables =
    std::to_array<std::string_view>({"PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE"});

/// A URL, or the database of that name.
DatabaseChoice url_or_name(Config const& config, Environment const& environment,
                           std::string const& text, std::string const& from) {
    if (auto named = named_database(config, text, environment)) {
        if (named->configured) {
            named->from = fmt::format("{}, {}", from, named->from);
        }
        return *named;
    }
    return chosen(text, from, config.database);
}

void append(std::vector<std::string>& to, std::vector<std::string> const& more) {
    to.insert(to.end(), more.begin(), more.end());
}

DatabaseChoice choose_project(Database const& settings, Environment const& environment,
                              Variables variables) {
    auto const project = find_project(settings, environment, variables);
    auto const password = value_of(environment, "SUPABASE_DB_PASSWORD");
    DatabaseChoice none;
    none.settings = settings;
    if (!project.id.empty() && !is_project_id(project.id)) {
        none.missing.push_back(fmt::format("{} holds no Supabase project id.", project.from));
    } else if (!project.id.empty() && !password.empty()) {
        return chosen(fmt::format("postgresql://postgres:{}@db.{}.supabase.co:5432/postgres",
                                  percent_encoded(password), project.id),
                      fmt::format("environment {} and SUPABASE_DB_PASSWORD", project.from),
                      settings);
    } else if (!project.id.empty()) {
        none.missing.push_back(
            fmt::format("{} names the Supabase project {}; set SUPABASE_DB_PASSWORD too, or "
                        "SUPABASE_DB_URL alone.",
                        project.from, project.id));
    } else if (!password.empty()) {
        none.missing.emplace_back(
            "SUPABASE_DB_PASSWORD is set; set SUPABASE_PROJECT_ID or SUPABASE_URL too.");
    }
    if (auto const key = usable_key(settings, environment); !key.empty()) {
        none.missing.push_back(
            fmt::format("{} is a key for Supabase's web interface; it opens no PostgreSQL "
                        "connection.",
                        key));
    }
    return none;
}

}  // namespace

DatabaseChoice choose_supabase(Database const& settings, Environment const& environment) {
    if (auto url = value_of(environment, "SUPABASE_DB_URL"); !url.empty()) {
        return chosen(std::move(url), "environment SUPABASE_DB_URL", settings);
    }
    return choose_project(settings, environment, Variables::usual_too);
}

DatabaseChoice choose_from(Database const& settings, std::string const& path,
                           Environment const& environment) {
    if (!settings.url.empty()) {
        return chosen(settings.url, fmt::format("config {}.url", path), settings);
    }
    auto url = settings.url_env.empty() ? "" : value_of(environment, settings.url_env);
    if (!url.empty() && !is_web_url(url)) {
        return chosen(std::move(url),
                      fmt::format("environment {} (config {}.url_env)", settings.url_env, path),
                      settings);
    }
    DatabaseChoice none;
    none.settings = settings;
    if (!settings.url_env.empty() && url.empty()) {
        none.missing.push_back(
            fmt::format("\"{}.url_env\" names the environment variable {}, "
                        "which is not set.",
                        path, settings.url_env));
    } else if (!url.empty() && project_of_url(url).empty()) {
        none.missing.push_back(
            fmt::format("{} (\"{}.url_env\") holds a web address; PostgreSQL's "
                        "begin with postgresql://.",
                        settings.url_env, path));
    }
    return none;
}

std::optional<DatabaseChoice> named_database(Config const& config, std::string_view name,
                                             Environment const& environment) {
    auto const found = config.databases.named.find(std::string(name));
    if (found == config.databases.named.end()) {
        return std::nullopt;
    }
    auto const path = fmt::format("databases.{}", name);
    auto choice = choose_from(found->second, path, environment);
    bool const supabase = !found->second.project_id_env.empty() || !found->second.url_env.empty();
    if (!choice.configured && supabase) {
        auto project = choose_project(found->second, environment, Variables::those_named);
        append(choice.missing, project.missing);
        if (project.configured) {
            choice = std::move(project);
        }
    }
    if (!choice.configured && choice.missing.empty()) {
        choice.missing.push_back(fmt::format("\"{}\" has neither \"url\" nor \"url_env\".", path));
    }
    return choice;
}

DatabaseChoice choose_database(Config const& config, Environment const& environment,
                               std::string_view option) {
    if (!option.empty()) {
        return url_or_name(config, environment, std::string(option), "--db");
    }
    for (auto const* name : {"LOCKSTEP_DB", "LOCKSTEP_DATABASE_URL", "DATABASE_URL"}) {
        if (auto const url = value_of(environment, name); !url.empty()) {
            return url_or_name(config, environment, url, fmt::format("environment {}", name));
        }
    }
    for (auto const name : libpq_variables) {
        if (!value_of(environment, name).empty()) {
            return chosen("", fmt::format("environment {}", name), config.database);
        }
    }
    auto choice = choose_from(config.database, "database", environment);
    if (choice.configured) {
        return choice;
    }
    auto supabase = choose_supabase(config.database, environment);
    if (supabase.configured) {
        return supabase;
    }
    append(choice.missing, supabase.missing);
    if (choice.missing.empty()) {
        choice.missing.emplace_back(
            "No database is named: give --db URL, or set DATABASE_URL, or \"database.url_env\" in "
            "the configuration.");
    }
    return choice;
}

std::vector<std::string> fleet_names(Config const& config) {
    std::vector<std::string> names;
    for (auto const& database : config.databases.named) {
        auto const& name = database.first;
        auto const fits = [&](std::string const& pattern) { return matches_glob(pattern, name); };
        if (std::ranges::any_of(config.databases.fleet, fits)) {
            names.push_back(name);
        }
    }
    return names;
}

std::string variable_of_option(std::string_view option) {
    std::string name = "LOCKSTEP_";
    option.remove_prefix(std::min(option.find_first_not_of('-'), option.size()));
    for (char const c : option) {
        name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return name;
}

}  // namespace lockstep::config
