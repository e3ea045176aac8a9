#include <doctest/doctest.h>

#include <fmt/core.h>

#include "support/loopback_server.hpp"
#include "support/project.hpp"

namespace lockstep::tests {
namespace {

/// A project whose database lacks a table, and tells Slack of it.
struct Site {
    Project project;
    HttpServer server{{"200 OK"}, true};

    Site() {
        project.write("schema_sync_config.json", R"({
            "notifications": {"slack": {"enabled": true, "webhook_url_env": "HOOK"}},
            "sync_rules": {"severity_levels": {"table_removed": "critical"}},
            "ci_cd": {"notify_on_drift": true}})");
        project.write("schema.sql", "CREATE TABLE orders (id int);\n");
    }

    std::map<std::string, std::string> environment(std::map<std::string, std::string> more = {}) {
        more.try_emplace("HOOK", server.url("/services/secret"));
        more.try_emplace("SSL_CERT_FILE", OwnCertificate::get().file());
        return more;
    }
    Outcome check(std::vector<std::string> const& more,
                  std::map<std::string, std::string> const& variables = {}) {
        std::vector<std::string> words{"check", "--db", "empty:", "--against", "schema.sql"};
        words.insert(words.end(), more.begin(), more.end());
        return project.run(words, environment(variables));
    }
};

TEST_CASE("a test notice goes to every channel that is switched on") {
    Site site;
    auto const outcome = site.project.run({"notify", "--test"}, site.environment());
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out == "Slack (https://127.0.0.1) took the notice.\n");
    CHECK(outcome.err.empty());
    CHECK(site.server.requests().size() == 1);
}

TEST_CASE("a test notice that cannot be sent says why, without a secret") {
    Site site;
    auto const unknown =
        site.project.run({"notify", "--test"}, {{"HOOK", site.server.url("/secret")}});
    CHECK(unknown.exit_code == 2);
    CHECK(holds(unknown.err, "did not take the notice: SSL certificate problem"));
    CHECK(!holds(unknown.err, "secret"));
    auto const unset = site.project.run({"notify", "--test", "-vv"});
    CHECK(unset.exit_code == 2);
    CHECK(holds(unset.err,
                "the variable HOOK, which notifications.slack.webhook_url_env names, is "
                "not set"));
    site.project.write("schema_sync_config.json", "{}");
    auto const off = site.project.run({"notify", "--test"});
    CHECK(off.exit_code == 2);
    CHECK(holds(off.err, "no notices are switched on in the config"));
    CHECK(site.project.run({"notify"}).exit_code == 2);
}

TEST_CASE("the text is that of the config's template, and one that is wrong is named") {
    Site site;
    site.project.write("schema_sync_config.json",
                       R"({"notifications": {"slack": {"enabled": true, "webhook_url_env": "HOOK",
                           "template": "notices/mine.mustache"}}})");
    site.project.write("notices/mine.mustache", "Ahoy: {{title}}");
    site.project.write("deep/x.sql", "");
    auto const outcome = site.project.run({"-C", "deep", "notify", "--test"}, site.environment());
    CHECK(outcome.exit_code == 0);
    REQUIRE(site.server.requests().size() == 1);
    CHECK(holds(site.server.requests()[0], "{\"text\":\"Ahoy: This is a test"));
    site.project.write("notices/mine.mustache", "{{#title}}");
    auto const wrong = site.project.run({"notify", "--test"}, site.environment());
    CHECK(wrong.exit_code == 2);
    CHECK(holds(wrong.err, "notices/mine.mustache:1:"));
}

TEST_CASE("drift is told once, however often it is found") {
    Site site;
    CHECK(site.check({"--notify"}).exit_code == 1);
    REQUIRE(site.server.requests().size() == 1);
    CHECK(holds(site.server.requests()[0], "empty: is not in step with schema.sql"));
    CHECK(holds(site.server.requests()[0], "_critical_ table public.orders was removed"));
    CHECK(holds(site.project.read("schema_drift_history.json"), "\"slack\""));
    CHECK(site.check({"--notify"}).exit_code == 1);
    CHECK(site.server.requests().size() == 1);
}

TEST_CASE("drift that comes again after it was mended is told again") {
    Site site;
    site.check({"--notify"});
    site.project.write("schema.sql", "SELECT 1;\n");
    CHECK(site.check({"--notify"}).exit_code == 0);
    site.project.write("schema.sql", "CREATE TABLE orders (id int);\n");
    site.check({"--notify"});
    CHECK(site.server.requests().size() == 2);
}

TEST_CASE("in CI the config alone has people told; elsewhere nobody hears of a check") {
    Site site;
    CHECK(site.check({}).exit_code == 1);
    CHECK(site.server.requests().empty());
    CHECK(site.project.read("schema_drift_history.json") == "(there is no such file)");
    CHECK(site.check({}, {{"CI", "true"}}).exit_code == 1);
    CHECK(site.server.requests().size() == 1);
}

TEST_CASE("a notice that cannot be sent changes nothing of the check, and is tried the next time") {
    Site site;
    auto const outcome = site.check({"--notify"}, {{"HOOK", "http://hooks.example/secret"}});
    CHECK(outcome.exit_code == 1);
    CHECK(holds(outcome.out, "table public.orders"));
    CHECK(outcome.err ==
          "lockstep: warning: nobody was told of the drift: what the variable HOOK holds begins "
          "with http://, and https:// is needed\n");
    CHECK(site.check({"--notify"}).exit_code == 1);
    CHECK(site.server.requests().size() == 1);
}

}  // namespace
}  // namespace lockstep::tests
