#include "config/keys.hpp"

#include <array>

#include "config/sections.hpp"

namespace lockstep::config {

namespace {

constexpr auto severity_names =
    std::to_array<std::string_view>({"critical", "high", "medium", "low", "ignore"});
constexpr auto format_names = std::to_array<std::string_view>(
    {"text", "json", "markdown", "html", "sarif", "junit", "github"});

}  // namespace

Keys keys(Config& it) {
    return {
        {"$schema", IgnoredValue{}, "For editors: where the JSON Schema of this file is.",
         R"("docs/schemas/config.json")"},
        {"version", TextValue{&it.version}, "Version of this file's form.", R"("1.0.0")"},
        {"database", SectionValue{database_keys(it.database)},
         "The database that is checked, unless an option or the environment names another."},
        {"databases", SectionValue{databases_keys(it.databases)},
         "Databases by name, for use as sources."},
        {"scratch", SectionValue{scratch_keys(it.scratch)},
         "The private server that SQL definitions are run in."},
        {"local_schemas", SectionValue{local_schemas_keys(it.local_schemas)},
         "The definitions that the database should be in step with."},
        {"sync_rules", SectionValue{sync_rules_keys(it.sync_rules)}, "What is said of drift."},
        {"ci_cd", SectionValue{ci_cd_keys(it.ci_cd)}, "What a CI job does."},
        {"naming_conventions", SectionValue{naming_conventions_keys(it.naming_conventions)},
         "Names in generated code."},
        {"code_generation", SectionValue{code_generation_keys(it.code_generation)},
         "Generated code."},
        {"hooks", SectionValue{hooks_keys(it.hooks)}, "git hooks."},
        {"notifications", SectionValue{notifications_keys(it.notifications)}, "Who is told."},
        {"monitoring", SectionValue{monitoring_keys(it.monitoring)}, "The record of past checks."},
        {"migrations", SectionValue{migrations_keys(it.migrations)}, "`lockstep migrate`."},
        {"apply", SectionValue{apply_keys(it.apply)}, "`lockstep sync apply`."},
        {"sync", SectionValue{sync_keys(it.sync)}, "`lockstep sync serve`."},
    };
}

Names severities() {
    return severity_names;
}

Names report_formats() {
    return format_names;
}

}  // namespace lockstep::config
