#include <array>

#include "config/sections.hpp"

namespace lockstep::config {

namespace {

constexpr auto target_modes = std::to_array<std::string_view>({"file", "regions"});

Keys naming_keys(Naming& it) {
    return {
        {"enum_class_suffix", TextValue{&it.enum_class_suffix}, "Ending of enum classes.",
         R"("Type")"},
        {"table_class_suffix", TextValue{&it.table_class_suffix}, "Ending of table classes.",
         R"("Row")"},
        {"special_plurals", TextMapValue{&it.special_plurals},
         "Plural to singular, where the usual rules fail.", R"({"analyses": "analysis"})"},
        {"enum_mappings", TextMapValue{&it.enum_mappings}, "Enum to class, by name.",
         R"({"billing_plan": "BillingPlanType"})"},
        {"table_mappings", TextMapValue{&it.table_mappings}, "Table to class, by name.",
         R"({"table_rows": "TableRowsRow"})"},
    };
}

Keys target_keys(Target& it) {
    return {
        {"template", TextValue{&it.template_name}, "Built-in template, or path of one.",
         R"("python/entities")", false, true},
        {"output", path(it.output), "File to write.", R"("schemas/database/entities.py")", false,
         true},
        {"mode", TextValue{&it.mode, target_modes},
         "A whole generated file, or managed regions in a file kept by hand.", R"("regions")"},
        {"tables", TextsValue{&it.tables}, "Patterns of tables; all where none is named.",
         R"(["public.*"])"},
    };
}

Keys language_code_keys(LanguageCode& it) {
    return {
        {"types", TextMapValue{&it.types}, "PostgreSQL type to the language's.",
         R"({"numeric": "string"})"},
    };
}

Keys hook_keys(Hook& it) {
    return {
        {"enabled", SwitchValue{&it.enabled}, "Whether the hook is installed.", "true"},
        {"script", path(it.script), "Script that it runs.",
         R"("hooks/pre-commit-schema-check.sh")"},
    };
}

constexpr auto notice_template =
    "Mustache template of the text, with {{title}}, {{fingerprint}}, {{more}} (how many findings "
    "are left out), and in {{#findings}} {{severity}} and {{text}}; a built-in one otherwise.";

Keys slack_keys(Slack& it) {
    return {
        {"enabled", SwitchValue{&it.enabled}, "Whether Slack is told.", "true"},
        {"webhook_url_env", variable(it.webhook_url_env),
         "Environment variable that holds the incoming webhook's URL.", R"("SLACK_WEBHOOK_URL")"},
        {"channel", TextValue{&it.channel}, "Channel.", R"("#database")"},
        {"template", path(it.template_file), notice_template, R"("notices/slack.mustache")"},
    };
}

Keys email_keys(Email& it) {
    return {
        {"enabled", SwitchValue{&it.enabled}, "Whether mail is sent.", "true"},
        {"recipients", TextsValue{&it.recipients}, "Whom to.", R"(["dba@shop.example"])"},
        {"smtp_url_env", variable(it.smtp_url_env),
         "Environment variable that holds the mail server's URL.", R"("SMTP_URL")"},
        {"from", TextValue{&it.from}, "Whom from.", R"("lockstep@shop.example")"},
        {"template", path(it.template_file), notice_template, R"("notices/mail.mustache")"},
    };
}

}  // namespace

Keys naming_conventions_keys(NamingConventions& it) {
    auto all = naming_keys(it);
    all.push_back({"languages", map_of(it.languages, naming_keys, ""),
                   "Language to settings of its own.",
                   R"({"typescript": {"table_class_suffix": ""}})"});
    return all;
}

Keys code_generation_keys(CodeGeneration& it) {
    return {
        {"enum_template", path(it.enum_template), "Template of Python enums.",
         R"("schemas/templates/enum.mustache")"},
        {"table_template", path(it.table_template), "Template of Python classes for tables.",
         R"("schemas/templates/table.mustache")"},
        {"type_mappings", TextMapValue{&it.type_mappings}, "PostgreSQL type to Python's.",
         R"({"numeric": "Decimal"})"},
        {"languages", map_of(it.languages, language_code_keys, ""),
         "Language to settings of its own.", R"({"typescript": {"types": {"numeric": "string"}}})"},
        {"targets", list_of(it.targets, target_keys, ""), "Files that `generate` writes.",
         R"([{"template": "typescript/types", "output": "src/db.ts"}])"},
    };
}

Keys hooks_keys(Hooks& it) {
    return {
        {"pre_commit", SectionValue{hook_keys(it.pre_commit)}, "git's pre-commit hook."},
        {"pre_push", SectionValue{hook_keys(it.pre_push)}, "git's pre-push hook."},
    };
}

Keys notifications_keys(Notifications& it) {
    return {
        {"slack", SectionValue{slack_keys(it.slack)}, "Slack."},
        {"email", SectionValue{email_keys(it.email)}, "Mail."},
        {"min_severity", TextValue{&it.min_severity, severities()},
         "The lowest severity that is told.", R"("high")"},
    };
}

Keys monitoring_keys(Monitoring& it) {
    return {
        {"track_drift_history", SwitchValue{&it.track_drift_history},
         "Whether each check is recorded.", "true"},
        {"history_file", path(it.history_file), "Where.", R"("schema_drift_history.json")"},
        {"max_history_entries", NumberValue{&it.max_history_entries, 1, 1'000'000},
         "How many are kept.", "100"},
    };
}

}  // namespace lockstep::config
