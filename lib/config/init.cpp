#include "config/init.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

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

constexpr std::string_view workflow = R"(name: schema drift
on:
  pull_request:
  schedule:
    - cron: "0 9 * * *"
  workflow_dispatch:
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      # Put `lockstep` on the PATH here, as your organisation installs tools.
      - name: Check for drift
        env:
          DATABASE_URL: ${{ secrets.DATABASE_URL }}
        run: lockstep check --if-configured --format github -o drift.md -o drift.sarif
      - name: Keep the report
        if: always()
        uses: actions/upload-artifact@v4
        with:
          name: drift
          path: drift.*
          if-no-files-found: ignore
)";

}  // namespace

std::string pre_commit_hook() {
    return R"(#!/bin/sh
# Checks on every commit that the database is in step with its definitions.
# Without lockstep, or without a database configured, the commit goes on.
if ! command -v lockstep >/dev/null 2>&1; then
    echo "pre-commit: lockstep is not installed; the schema was not checked" >&2
    exit 0
fi
lockstep check --if-configured
code=$?
case $code in
    0) exit 0 ;;
    1)
        echo "pre-commit: the database and its definitions differ; the commit was stopped." >&2
        echo "  lockstep check                     shows the drift" >&2
        echo "  lockstep check --accept REASON     lives with it for a while" >&2
        echo "  git commit --no-verify             commits all the same" >&2
        exit 1
        ;;
    *)
        echo "pre-commit: lockstep could not check the schema (exit code $code);" >&2
        echo "  lockstep doctor    says why; git commit --no-verify commits all the same" >&2
        exit "$code"
        ;;
esac
)";
}

std::vector<FileToWrite> init_files(Facts const& facts) {
    std::vector<FileToWrite> files{
        {"schema_sync_config.json", config_text(facts), false, "the settings, commented"}};
    if (facts.git) {
        files.push_back(
            {".git/hooks/pre-commit", pre_commit_hook(), true, "checks for drift on every commit"});
        files.push_back({".github/workflows/schema-drift.yml", std::string(workflow), false,
                         "checks for drift on pull requests and every morning"});
    }
    return files;
}

}  // namespace lockstep::config
