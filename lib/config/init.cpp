#include "config/init.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/embedded.hpp"

namespace lockstep::config {

namespace {

std::string quoted(std::string const& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string definitions_text(std::vector<std::string> const& sources) {
    if (sources.empty()) {
        return "      // { \"source\": \"schema/\" }\n";
    }
    std::string text;
    for (auto const& source : sources) {
        text += fmt::format("      {{ \"source\": {} }}{}\n", quoted(source),
                            &source == &sources.back() ? "" : ",");
    }
    return text;
}

std::string config_text(Facts const& facts) {
    auto const variable =
        facts.database_variable.empty() ? std::string("DATABASE_URL") : facts.database_variable;
    return fmt::format(
        R"(// Settings of lockstep. Every key may be left out; `lockstep config` prints those in force.
{{
  // The database to check. --db URL and DATABASE_URL come first. No password stands here: name the
  // variable that holds the URL.
  "database": {{
    "url_env": {},
    // Namespaces to look at; all where none is named.
    "schemas_to_check": [],
    // Patterns of tables to leave out.
    "exclude_tables": []
  }},

  // What the database should be in step with: SQL files, folders, migrations:DIR, a snapshot.
  "local_schemas": {{
    "definitions": [
{}    ]
  }},

  "sync_rules": {{
    // The lowest severity that makes `lockstep check` fail: critical, high, medium, low.
    "fail_on": "low",
    // Rules to severities; "added" is what the database has and the definitions lack.
    "severity_levels": {{}},
    // Known drift, silenced until it expires: `lockstep check --accept REASON` adds to it.
    "accepted": []
  }}
}}
)",
        quoted(variable), definitions_text(facts.definitions));
}

std::string embedded(std::string_view name) {
    auto const files = repository_files();
    auto const at = std::find_if(files.begin(), files.end(),
                                 [&](EmbeddedFile const& file) { return file.name == name; });
    return std::string(at->content);
}

}  // namespace

std::vector<FileToWrite> init_files(Facts const& facts) {
    std::vector<FileToWrite> files{
        {"schema_sync_config.json", config_text(facts), false, "the settings, commented"}};
    if (facts.git) {
        files.push_back({".git/hooks/pre-commit", embedded("hooks/pre-commit-schema-check.sh"),
                         true, "checks for drift on every commit"});
        constexpr auto workflow = ".github/workflows/schema-sync.yml";
        files.push_back(
            {workflow, embedded(workflow), false,
             "checks for drift on pull requests and every morning, updates generated code"});
    }
    return files;
}

}  // namespace lockstep::config
