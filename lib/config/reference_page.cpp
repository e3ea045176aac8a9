#include <nlohmann/json.hpp>

#include <fmt/core.h>

#include "base/text.hpp"
#include "config/keys.hpp"
#include "config/settings.hpp"
#include "config/to_json.hpp"

namespace lockstep::config {

namespace {

constexpr std::string_view introduction = R"(# `schema_sync_config.json`

<!-- Made from lib/config/keys*.cpp: change it there. -->

Looked for upwards from the working folder: `schema_sync_config.json`, `.yaml` or `.yml`, in each
folder and in its `scripts/`; `--config FILE` names another. JSON may have `//` and `/* */` comments.
All of it may stand under one top key `schema_sync`, or at the top. Every key may be left out; what
is `null` counts as left out. A key that is not listed here is an error, save under keys that begin
with `x-`, which are yours. The JSON Schema for editors is `docs/schemas/config.json`.

In texts, `${NAME}` stands for an environment variable, which must be set; `$${` for a plain `${`.
Paths are relative to the file's folder (to the one above it, where that is called `scripts`).
Durations have a unit (`500ms`, `30s`, `5min`, `2h`, `7d`); without one they are milliseconds,
`connect_timeout` seconds. Patterns may hold `*` and `?`.

Options and environment variables come first: an option, its `LOCKSTEP_…` twin (`--fail-on`,
`LOCKSTEP_FAIL_ON`), then this file. The database to check is `--db`, else `LOCKSTEP_DB`,
`LOCKSTEP_DATABASE_URL`, `DATABASE_URL`, libpq's own `PGHOST`, `PGSERVICE` or `PGDATABASE`, else
what `database` says, else Supabase's `SUPABASE_DB_URL`, or `SUPABASE_PROJECT_ID` (or
`SUPABASE_URL`) with `SUPABASE_DB_PASSWORD`. `SUPABASE_SERVICE_KEY` opens no PostgreSQL connection.
`lockstep config` prints the settings in force and where each came from.
)";

std::string quoted_names(Names names) {
    std::vector<std::string> quoted;
    for (auto const name : names) {
        quoted.push_back(fmt::format("`{}`", name));
    }
    return join(quoted, ", ");
}

struct TypeOf {
    std::string operator()(SwitchValue const&) const { return "`true` or `false`"; }
    std::string operator()(NumberValue const& value) const {
        return fmt::format("whole number from {} to {}", value.least, value.most);
    }
    std::string operator()(DurationValue const&) const { return "duration"; }
    std::string operator()(TextValue const& value) const {
        if (!value.allowed.empty()) {
            return "one of " + quoted_names(value.allowed);
        }
        switch (value.form) {
            case Form::any:
                return "text";
            case Form::path:
                return "path";
            case Form::url:
                return "URL";
            case Form::variable:
                return "name of a variable";
            case Form::date:
                return "day";
            case Form::rule:
                return "pattern of rules";
            case Form::kind:
                return "kind of object";
        }
        return "text";
    }
    std::string operator()(TextsValue const&) const { return "list of texts"; }
    std::string operator()(TextMapValue const&) const { return "map of texts"; }
    std::string operator()(PatternsValue const&) const { return "map of lists"; }
    std::string operator()(SeveritiesValue const&) const { return "map of severities"; }
    std::string operator()(SectionValue const&) const { return "section, below"; }
    std::string operator()(SectionsValue const& value) const {
        return value.named ? "map of sections, below" : "list of sections, below";
    }
    std::string operator()(IgnoredValue const&) const { return "text"; }
};

std::string default_of(Key const& key) {
    bool const nested = std::holds_alternative<SectionValue>(key.value) || key.name == "*" ||
                        std::holds_alternative<IgnoredValue>(key.value);
    if (key.required) {
        return "required";
    }
    auto const value = nested ? nlohmann::ordered_json() : value_json(key.value, nullptr);
    bool const none = value.is_null() || value == nlohmann::ordered_json("") ||
                      (value.is_structured() && value.empty());
    return none ? "" : fmt::format("`{}`", value.dump());
}

std::string row(Key const& key) {
    auto const name = key.name == "*" ? std::string("any name") : fmt::format("`{}`", key.name);
    auto const example =
        key.example.empty() ? std::string{} : fmt::format(" For example `{}`.", key.example);
    return fmt::format("| {} | {} | {} | {}{} |\n", name, std::visit(TypeOf{}, key.value),
                       default_of(key), key.about, example);
}

std::string section_text(Keys const& keys, std::string const& path) {
    auto text = path.empty() ? std::string("\n## At the top\n") : fmt::format("\n## `{}`\n", path);
    text += "\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n";
    for (auto const& key : keys) {
        text += row(key);
    }
    for (auto const& key : keys) {
        auto const here = key.name == "*" ? path
                          : path.empty()  ? std::string(key.name)
                                          : fmt::format("{}.{}", path, key.name);
        if (auto const* section = std::get_if<SectionValue>(&key.value)) {
            text += section_text(section->keys, here);
        } else if (auto const* sections = std::get_if<SectionsValue>(&key.value)) {
            sections->specimen([&](Keys const& nested) {
                text += section_text(nested, here + (sections->named ? ".NAME" : "[]"));
            });
        }
    }
    return text;
}

}  // namespace

std::string reference_page() {
    Config config;
    return std::string(introduction) + section_text(keys(config), "");
}

}  // namespace lockstep::config
