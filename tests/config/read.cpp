#include <algorithm>

#include <doctest/doctest.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "config/load.hpp"
#include "config/settings.hpp"
#include "support/support.hpp"

using namespace lockstep;
using namespace lockstep::config;
using namespace std::chrono_literals;

namespace {

Config json(std::string_view text, Environment const& environment = {}) {
    return read("c.json", text, Syntax::json,
                {.environment = environment, .rules = {}, .kinds = {}})
        .config;
}

Config yaml(std::string_view text) {
    return read("c.yaml", text, Syntax::yaml).config;
}

}  // namespace

TEST_CASE("a file without settings gives the defaults") {
    CHECK(json("{}") == Config{});
    CHECK(json("{\"schema_sync\": null}") == Config{});
    CHECK(yaml("") == Config{});
    CHECK(yaml("# nothing yet\n") == Config{});
    CHECK(yaml("database:\nsync_rules: ~\n") == Config{});
}

TEST_CASE("settings stand at the top or under schema_sync") {
    auto const at_top = json(R"({"sync_rules": {"fail_on": "high"}})");
    CHECK(at_top.sync_rules.fail_on == "high");
    CHECK(
        json(
            R"({"$schema": "x", "x-team": 1, "schema_sync": {"sync_rules": {"fail_on": "high"}}})") ==
        at_top);
}

TEST_CASE("comments and keys of one's own are passed over") {
    auto const config = json(R"(// first
{ /* a
     block */ "x-note": [{}, "*/"], // http://not.a.key
  "database": {"x-why": null, "url": "postgresql://db//x"}, "sync": {"rules": {"x-old": 3}}
} // last)");
    CHECK(config.database.url == "postgresql://db//x");
    CHECK(config.sync.rules.empty());
}

TEST_CASE("a byte order mark is passed over") {
    CHECK(json("\xEF\xBB\xBF{\"version\": \"2\"}").version == "2");
    CHECK(yaml("\xEF\xBB\xBFversion: \"2\"\n").version == "2");
}

TEST_CASE("texts take escapes, variables, and an escaped dollar") {
    CHECK(json(R"({"version": "\u0041\n\"\\\/\ud83d\ude00"})").version == "A\n\"\\/😀");
    Environment const environment{{"HOST", "db.example"}};
    CHECK(json(R"({"database": {"url": "postgresql://${HOST}/$${HOST}$"}})", environment)
              .database.url == "postgresql://db.example/${HOST}$");
}

TEST_CASE("durations have a unit, or the setting's own") {
    CHECK(json(R"({"database": {"connect_timeout": 5}})").database.connect_timeout == 5s);
    CHECK(json(R"({"database": {"statement_timeout": 5}})").database.statement_timeout == 5ms);
    CHECK(json(R"({"migrations": {"lock_timeout": "2 min"}})").migrations.lock_timeout == 2min);
    CHECK(yaml("sync: {retention: 3650d}").sync.retention == 3650 * 24h);
}

TEST_CASE("a severity is given for a rule, or for names under a rule, in the order of the file") {
    auto const config = json(R"({"sync_rules": {"severity_levels": {
        "enum_added": "medium", "column_*": {"*": "high", "public.audit_*": "low"}}}})");
    CHECK(config.sync_rules.severity_levels ==
          std::vector<SeverityLevel>{{"enum_added", "*", "medium"},
                                     {"column_*", "*", "high"},
                                     {"column_*", "public.audit_*", "low"}});
}

TEST_CASE("a text stands for the usual key of a section") {
    auto const config = json(R"({
        "databases": {"fleet": ["eu_*"], "eu_1": "postgresql://one", "eu_2": {"url_env": "TWO"}},
        "local_schemas": {"definitions": ["schema/", {"source": "python:schemas"}]},
        "sync_rules": {"ignore": ["grant_*", {"name": "public.tmp_*"}]},
        "ci_cd": {"outputs": ["drift.md"]}})");
    CHECK(config.databases.fleet == Texts{"eu_*"});
    CHECK(config.databases.named.at("eu_1").url == "postgresql://one");
    CHECK(config.databases.named.at("eu_2").url_env == "TWO");
    CHECK(config.local_schemas.definitions[0].source == "schema/");
    CHECK(config.local_schemas.definitions[1].source == "python:schemas");
    CHECK(config.sync_rules.ignore ==
          std::vector<IgnoredRule>{{"grant_*", "*"}, {"*", "public.tmp_*"}});
    CHECK(config.ci_cd.outputs == std::vector<Output>{{"drift.md", ""}});
}

TEST_CASE("a file in the form that teams have today works as it is") {
    auto const text = read_text_file(tests::repository_file("tests/config/files/today.json"));
    auto const config = json(text);
    CHECK(config.database.url_env == "SUPABASE_URL");
    CHECK(config.database.exclude_tables == Texts{"schema_migrations", "spatial_ref_sys"});
    CHECK(config.local_schemas.enums_file == "schemas/enums.py");
    CHECK(config.sync_rules.require_manual_review.size() == 3);
    CHECK(config.sync_rules.severity_levels.size() == 9);
    CHECK(config.naming_conventions.special_plurals.at("analyses") == "analysis");
    CHECK(config.code_generation.enum_template == "schemas/templates/enum.py.j2");
    CHECK(config.hooks.pre_commit.enabled);
    CHECK(config.notifications.email.recipients.empty());
    CHECK(config.monitoring.max_history_entries == 100);
}

TEST_CASE("JSON and YAML twins give equal configurations") {
    auto const folder = tests::repository_file("tests/config/files/");
    auto const from_json = json(read_text_file(folder + "today.json"));
    auto const from_yaml = yaml(read_text_file(folder + "today.yaml"));
    CHECK(to_json(from_json) == to_json(from_yaml));
    CHECK(from_json == from_yaml);
}

TEST_CASE("the example at the root of the repository is good") {
    auto const text = read_text_file(tests::repository_file("schema_sync_config.json"));
    auto const config = json(text);
    REQUIRE(config.local_schemas.definitions.size() == 1);
    CHECK(config.local_schemas.definitions[0].source == "docs/demo/schema/");
    CHECK(config.sync_rules.fail_on == "medium");
}

TEST_CASE("an anchor of YAML gives its value again") {
    auto const config = yaml("databases:\n  a: &a {url: x, connect_timeout: 3s}\n  b: *a\n");
    CHECK(config.databases.named.at("b") == config.databases.named.at("a"));
}

TEST_CASE("a variable that is not set may be noted rather than refused") {
    auto const loaded =
        read("c.json", R"({"database": {"url": "${NOWHERE}"}})", Syntax::json,
             {.environment = {}, .note_missing_variables = true, .rules = {}, .kinds = {}});
    CHECK(loaded.config.database.url.empty());
    CHECK(loaded.missing ==
          std::vector<MissingVariable>{{"database.url", "NOWHERE", {"c.json", 1, 22}}});
}

TEST_CASE("each setting in force says where it came from, and secrets are hidden") {
    auto const loaded = read("c.json", R"({"version": "${V}",
 "database": {"url": "postgresql://u:secret@h/d"},
 "sync_rules": {"severity_levels": {"enum_added": "low", "a*": {"x": "high"}}}})",
                             Syntax::json, {.environment = {{"V", "9"}}, .rules = {}, .kinds = {}});
    auto const list = settings(loaded);
    auto const find = [&](std::string_view path) {
        auto const found = std::ranges::find(list, path, &Setting::path);
        return found == list.end() ? Setting{} : *found;
    };
    CHECK(find("version") == Setting{"version", "\"${V}\"", "c.json:1:13", false});
    CHECK(find("database.url") == Setting{"database.url", "\"(hidden)\"", "c.json:2:22", true});
    CHECK(find("database.connect_timeout") ==
          Setting{"database.connect_timeout", "\"10s\"", "default", false});
    CHECK(find("sync_rules.severity_levels.enum_added").from == "c.json:3:51");
    CHECK(find("sync_rules.severity_levels.a*.x").from == "c.json:3:70");
}
